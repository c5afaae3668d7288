"""What words must hold to answer: a value that looks as asked for, and the attribute that is asked.

A passage about the right thing is no answer where it tells another of its attributes: "chi è il
vicepresidente di …" is not answered by its president, nor a telephone number by an address.
"""

import re
from collections.abc import Iterator

from assistant.question import Query
from assistant.signals import has_form
from corpus.clusters import level
from corpus.words import language, split_words, stem

_LOOKS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r"\b(?:e-?mail|mail|posta elettronica|indirizzo pec|la pec)\b"),
        re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w"),
    ),
    (
        re.compile(
            r"\b(?:telefon\w*|numero di cellulare|fax|phone|telephone|call cent(?:er|re))\b"
        ),
        re.compile(
            r"\+39|\b0\d{1,3}[ ./-]{0,2}\d{4}|\b800[ .-]?\d{3}|\b3\d\d[ ./-]?\d{3}[ ./-]?\d{3}"
        ),
    ),
    (
        re.compile(r"\b(?:partita iva|p\.? ?iva|codice fiscale|vat (?:number|no)|tax code|iban)\b"),
        re.compile(r"\b\d{11}\b|\b[a-z]{6}\d{2}[a-z]\d{2}|\bit\d{2}[a-z0-9 ]{10}"),
    ),
    (
        re.compile(
            r"\bquanto (?:costa\w*|costerebbe|guadagna\w*|percepi\w+|viene pagat\w+|si paga)\b"
            r"|\b(?:qual|quanto|what|how much)\b[^?]{0,20}\b(?:stipendi\w*|retribuzion\w+"
            r"|compens[oi]|prezz[oi]|salary|turnover|price|fatturat[oi])\b"
            r"|^(?:che )?(?:stipendio|fatturato)\b"
            r"|\bhow much (?:does|do|is|are)\b[^?]{0,60}\b(?:cost|paid|earn)"
        ),
        re.compile(
            r"[€$£]|\b(?:eur|euro|dollar\w*|sterlin\w*|pounds?|franchi|lire|gratuit\w*|gratis|free"
            r"|milion\w+|miliard\w+|million\w*|billion\w*|nessun (?:costo|compenso))\b|%"
            r"|\bper cento\b"
        ),
    ),
    (
        re.compile(
            r"\b(?:percentual\w+|tass[oi] d'interesse|tasso di interesse|aliquot\w+|percentage"
            r"|interest rate)\b"
        ),
        re.compile(r"%|\bper ?cento\b|\bpercent|\b(?:un terzo|un quarto|meta|terzi|quinti|half)\b"),
    ),
    (
        re.compile(r"\b(?:(?:con )?quanti voti|how many votes)\b"),
        re.compile(r"\b(?:vot[oi]|unanim\w+|votes?|unanimous\w*|preferenz[ae])\b"),
    ),
)
"""What is asked for, and what words that tell it look like, both in levelled words."""

_THE = r"(?:(?:il|lo|la|i|gli|le|un|uno|una|the|an?) |l'|un')?"
_OF = r"(?:di|del|dello|della|dei|degli|delle|of|for) |(?:di|d|dell)'"
_ASKS = (
    r"(?:(?:qual|quale|quali|chi|what|who|dimmi|dammi)(?: ?'?[es']?)? ?"
    r"(?:e|era|erano|sono|fu|is|are|was|were)? )"
)
_CHAIN = rf"{_THE}(?P<chain>[a-z][\w-]{{2,}}(?: [a-z]\w+)?? (?:{_OF})[^?]{{2,90}})"
_ATTRIBUTE = re.compile(rf"(?:^|[?.!,] )(?:e |ma |and )?{_ASKS}{_CHAIN}")
_NAMED = re.compile(rf"{_CHAIN}$")
"""What is asked with no verb: "partita iva del Consorzio"."""
_DONE = re.compile(
    r"\b(?:quando|perche|come mai|da chi|when|why) "
    r"(?:e|era|erano|sono|fu|furono|venne|was|were|is|are) (?:stat[oaie] )?"
    r"([a-z]{3,}(?:at|it|ut|ott|olt|ess|ist|uso|usa|ers|ert|int|ed)[oaie]?)\b"
)
_COUNTED = re.compile(r"\b(?:quant[ie]|how many) (?:altr[ie] |other )?([a-z][\w-]{3,})")
_LINK = re.compile(rf" (?:{_OF}){_THE}")
_COUNTS = split_words("numero numeri number numbers")
"""Of these it is asked what they count: "il numero di soci"."""
_EMPTY = split_words(
    "arrivato arrivata avvenuto avvenuta iniziato iniziata accaduto accaduta entrato entrata fatto"
    " fatta diventato diventata detto detta happened arrived started"
    " atto atti decreto decreti delibera delibere deliberazioni legge leggi act acts decree decrees"
    " nome nomi numero numeri data date anno giorno motivo motivi causa cause ragione scopo"
    " ruolo tipo tipi titolo differenza significato parola cosa cose quantita ammontare"
    " importo totale elenco lista testo contenuto oggetto parte parti termine esempio esempi"
    " modo caso punto punti gruppo insieme serie fine inizio valore livello name names number"
    " date year day reason cause purpose role type kind title difference meaning amount total"
    " list text content subject part term example way sono erano hanno aveva avere persone"
    " anni volte mesi giorni euro people years times months days metri chilometri ore"
    " principali sorta genere forma natura fase periodo status soldi milioni miliardi address"
    " indirizzo nella nel chi che prima dopo tutti ogni quale quali quanto quanti which quello"
    " quella quelli degli delle dei una uno ognuna ognuno maggior miglior miglio maggiore"
    " migliore codice realta soggetti strumenti capo uffici cluster clusters member members"
    " componenti due altri altre"
)
"""Words that say nothing of their own: what they are of must stand there."""


def holds_value(query: Query, words: str) -> bool:
    """Whether words hold a value that looks as the one asked for, where its looks are known."""
    asked, told = level(query.text), level(words)
    return any(demand.search(asked) and looks.search(told) for demand, looks in _LOOKS)


_PARTS = re.compile(
    r"\b(?:chi|quando|dove|quant[oaie]|qual[ei]?|che cosa|come|who|when|where|how|which|what)\b"
)
_UNTOLD = re.compile(
    r"\bnon (?:dicono|dice|indica\w*|e indicat\w|riporta\w*|e not[oa]|risulta\w*)\b"
    r"|\b(?:do|does|did) not (?:say|give|tell|state|report)\b"
)


def looks_right(query: Query, words: str, shown: str = "") -> bool:
    """Whether words hold what looks like the value asked for, where its looks are known.

    Of several things that are asked at once one may be told; and what is shown may say that
    none is.
    """
    asked, told = level(query.text), level(words)
    if len(_PARTS.findall(asked)) > 1 or _UNTOLD.search(level(shown)):
        return True
    return all(looks.search(told) for demand, looks in _LOOKS if demand.search(asked))


def asked_attribute(text: str) -> str:
    """The word, levelled, for what is asked of a thing: "vicepresidente"; "" where none is told."""
    low = level(text).strip()
    counted = _COUNTED.search(low)
    if counted:
        return "" if counted[1] in _EMPTY else counted[1]
    done = _DONE.search(low)
    if done:
        return "" if done[1] in _EMPTY else done[1]
    match = _ATTRIBUTE.search(low) or (_NAMED.match(low) if "?" not in low else None)
    return next(_telling(match["chain"]), "") if match else ""


def _telling(chain: str) -> Iterator[str]:
    """The words of a chain "the X of the Y of …" that say what is asked, the first first."""
    *attributes, _ = _LINK.split(chain)
    for one in attributes:
        word = one.split(" ")[0]
        if word not in _EMPTY:
            yield word
        if word not in _COUNTS:
            return


def tells_attribute(query: Query, words: str) -> bool:
    """Whether words speak of the attribute asked for, in its own word or another one for it."""
    asked = asked_attribute(query.text)
    if not asked or len(_PARTS.findall(level(query.text))) > 1:
        return True
    others = _others(query, asked)
    if query.lang != "it" and language(words) != query.lang and not others:
        return True  # no word for it is known in the language of the documents
    said = {level(word) for word in re.findall(r"\w+", words)}
    if has_form(stem(asked), {stem(word) for word in said}):
        return True
    endless = {word[:-1] for word in said}  # a stem would make "associati" an "associazione"
    return any(one[:-1] in endless for one in others)


def _others(query: Query, asked: str) -> tuple[str, ...]:
    found = (others for word, others in query.others.items() if level(word) == asked)
    return tuple(level(one) for one in next(found, ()))
