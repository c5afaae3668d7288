"""Which field of a cluster a question asks for – president, seat, members – and which value."""

import re

from corpus.clusters import find_clusters, level

_FIELDS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (
        ("legal_personality",),
        re.compile(r"personalita giuridica|persona giuridica|persone giuridiche|legal personality"),
    ),
    (
        ("board_size",),
        re.compile(
            r"\b(?:quant\w+|di quant\w+|how many)\b[^?]{0,40}\b(?:direttivo|consiglio|board)\b"
            r"|\b(?:component\w+|membri|persone|members)\b[^?]{0,20}\b(?:direttivo|board)\b"
        ),
    ),
    (
        ("manager",),
        re.compile(
            r"\bcluster manager\b|\bmanager\b|\bdirettor\w+\b|\bdirettrice\b|segretario generale"
            r"|soggetto gestore|\bgestor\w+\b|\bdirector\b|secretary general"
        ),
    ),
    (
        ("former_president", "president"),
        re.compile(r"\b(?:ex|precedente|former|past|previous) president|\bal posto di chi\b"),
    ),
    (
        ("president",),
        re.compile(
            r"(?<!vice)(?<!vice )(?<!vice-)\bpresident|\bpresied|\ba capo\b"
            r"|\bchi (?:guida|dirige)\b"
            r"|\bal vertice\b|\bchairs?\b|\bwho (?:leads|heads)\b"
        ),
    ),
    (
        ("website",),
        re.compile(r"\bsito (?:web|internet|ufficiale)\b|\bsito\b|website|web site|pagina web"),
    ),
    (
        ("operational_seat",),
        re.compile(r"\bsede operativa|\buffici operativi|operational (?:seat|office)"),
    ),
    (
        ("seat",),
        re.compile(
            r"\bsede\b(?! de[li])|\bsede (?:legale )?d|\bindirizzo\b|\bdove (?:ha|si trova|sta|e)\b"
            r"|\buffici\b|\bseat\b|headquarter|\baddress\b|\bbased\b"
        ),
    ),
    (
        ("label",),
        re.compile(r"\betichett|\blabel\b|\bbollino|\b(?:bronze|gold|silver)\b|\betichetta d'oro"),
    ),
    (
        ("national_counterpart",),
        re.compile(
            r"corrispond\w+ nazional|cluster nazional|nazional\w+ (?:di riferiment|corrispond)"
            r"|national (?:counterpart|cluster)"
        ),
    ),
    (("european_networks",), re.compile(r"\bret[ei] europe|european network|networks? in europe")),
    (
        ("founders",),
        re.compile(
            r"\bfondator|\bfounders?\b|\b(?:da chi|da quali|chi l'?ha|chi ha)\b[^?]{0,30}fondat"
            r"|founded by|who founded"
        ),
    ),
    (
        ("founded",),
        re.compile(
            r"\b(?:quando|in (?:che|quale) (?:anno|data|giorno|mese)|when|in (?:what|which) year"
            r"|data di|date of)\b[^?]{0,60}(?:\bnat[oa]\b|\bnacque|\bnasce|fondat|costitui|istituit"
            r"|created?\b|founded|established|incorporat|founding|born|set up)"
        ),
    ),
    (
        ("members",),
        re.compile(
            r"\b(?:quant\w+|numero) (?:\w+ ){0,3}"
            r"(?:soci\b|socie\b|associat|membri|iscritt|aderent|impres"
            r"|aziend|azend|ent[ei]\b|realta|soggett)"
            r"|\bnumero d(?:i|ei|egli) (?:soci|membri|associati|iscritti)"
            r"|\bhow many (?:\w+ ){0,2}(?:members?|compan|firms)|\bsoci\b[^?]{0,12}\b(?:19|20)\d\d"
        ),
    ),
    (
        ("legal_form",),
        re.compile(
            r"forma giuridica|legal form|associazione o (?:una )?fondazione"
            r"|\b(?:quali|che|which|what)\b[^?]{0,30}\bclusters?\b[^?]{0,30}"
            r"\b(?:sono|hanno|costituit\w*|nati|are|have)\b[^?]{0,30}"
            r"\b(?:fondazion|associazion|foundation|association)"
            r"|\b(?:diventat[oa]|divenut[oa]|e|become|became|is) (?:una |un'|an? )?"
            r"(?:fondazion|associazion|foundation|association)"
        ),
    ),
)
_NOT_ASKED = re.compile(
    r"\bvice|\bemail\b|\be-mail\b|\btelefon|\bphone\b|partita iva|\bstatuto\b|\bstipend|\bguadagn"
    r"|\bband[oi]\b|\bcall\b|\briconosc|\brecogni|\bfiliere?\b|\bprossim|\bnext\b|\bvot[oi]\b"
    r"|\bfinlombarda\b|\bstartup|\bbrevett|\bpatent"
)
_WHEN = re.compile(r"\bquando\b|\bin (?:che|quale) (?:anno|mese|data)|\bwhen\b")


def field_asked(low: str) -> tuple[str, ...]:
    """The fields that a levelled question asks for, () where it asks for none of them."""
    if _NOT_ASKED.search(low):
        return ()
    found = next((names for names, pattern in _FIELDS if pattern.search(low)), ())
    return () if found == ("label",) and _WHEN.search(low) else found


def asks_for(low: str, fields: tuple[str, ...]) -> bool:
    """Whether levelled words are about one of the fields."""
    return any(pattern.search(low) for names, pattern in _FIELDS if set(names) & set(fields))


_FORMS = (("fondazion", "foundation"), ("associazion", "association"))
_PLACE = re.compile(r"\b(?:a|ad|in)\s+([A-ZÀ-Ý][\w’'-]{2,})")
_PERSON = re.compile(r"\b[A-ZÀ-Ý][a-zà-ý’'-]+(?: (?:d[aei]l?l?a? )?[A-ZÀ-Ý][a-zà-ý’'-]+)+")


def value_asked(text: str, fields: tuple[str, ...]) -> tuple[str, ...]:
    """What the value must hold, one of these in levelled words; () where any value will do.

    "Quali cluster sono fondazioni?", "LE2C ha sede a Legnano?", "da quando Rossi presiede …".
    """
    if "legal_form" in fields:
        found = [words for words in _FORMS if any(one in level(text) for one in words)]
        return found[0] if len(found) == 1 else ()
    if "seat" in fields or "operational_seat" in fields:
        return tuple(level(one[1]) for one in _PLACE.finditer(text))
    if "president" in fields or "manager" in fields:
        named = find_clusters(text, hinted=True)
        people = (
            one
            for one in _PERSON.finditer(text)
            if not any(m.start < one.end() and one.start() < m.end for m in named)
        )
        return tuple(level(one.group().split()[-1]) for one in people if one.start())
    return ()
