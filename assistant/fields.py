"""Which field of a cluster a question asks for: president, seat, members and so on."""

import re

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
            r"\bquant\w+ (?:\w+ ){0,3}(?:soci\b|socie\b|associat|membri|iscritt|aderent|impres"
            r"|aziend|azend|ent[ei]\b|realta|soggett)"
            r"|\bnumero d(?:i|ei|egli) (?:soci|membri|associati|iscritti)"
            r"|\bhow many (?:\w+ ){0,2}(?:members?|compan|firms)|\bsoci\b[^?]{0,12}\b(?:19|20)\d\d"
        ),
    ),
    (("legal_form",), re.compile(r"forma giuridica|legal form|associazione o (?:una )?fondazione")),
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
