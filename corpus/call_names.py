"""The name of a call as words, year and edition, and when one name tells more of the same call."""

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.words import STOP_WORDS_EN, STOP_WORDS_IT, split_words, strip_accents

_STOP = (
    STOP_WORDS_IT
    | STOP_WORDS_EN
    | split_words(
        """
        bando bandi avviso avvisi pubblico pubblici call misura manifestazione manifestazioni
        interesse iniziativa invito sportello edizione edizioni edition annualita anno denominato
        intitolato titolo notice denominata intitolata fac simile
        miur mur mise mimit presentazione domanda domande candidatura candidature
        settore settori comparto ambito
        """
    )
)
GENERIC = split_words(
    """
    contributo contributi concessione finanziamento finanziamenti presentazione domanda domande
    progetto progetti nuova nuovo nuove nuovi proposta proposte impresa imprese azienda aziende
    pmi mpmi piccole medie
    micro sostegno sviluppo ricerca innovazione agevolazione agevolazioni selezione erogazione
    favore realizzazione attivita intervento interventi assegnazione regionale regionali regione
    lombardia lombarde lombardi settore ambito territorio promozione incentivo incentivi fondi
    fondo risorse misure spese investimenti programma fesr por pnrr pr fse linea azione asse fase
    business enterprises companies projects research innovation support funding regional
    partenariati partenariato soggetti beneficiari organismi proposals applications horizon ue eu
    """
)
"""Words that many calls have in their names: none of them tells which call is meant."""
_NUMBERS = {
    word: str(number)
    for number, words in enumerate(
        (
            *("due two", "tre three", "quattro four", "cinque five", "sei six", "sette seven"),
            *("otto eight", "nove nine", "dieci ten"),
        ),
        start=2,
    )
    for word in words.split()
}
_SHORT = {
    "ctl": ("cluster", "tecnologici", "lombardi"),
    "odr": ("organismi", "ricerca"),
    "mpmi": ("micro", "piccole", "medie", "imprese"),
    "pmi": ("piccole", "medie", "imprese"),
}
_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            *(
                "prima 1a 1° i first 1st",
                "seconda 2a 2° ii second 2nd",
                "terza 3a 3° iii third 3rd",
            ),
            *("quarta 4a 4° iv fourth 4th", "quinta 5a 5° v fifth 5th", "sesta 6a 6° vi sixth"),
        ),
        start=1,
    )
    for word in words.split()
}
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
EDITION = rf"(?<!\w)(?P<ordinal>{_ORDINAL})ª? (?:edizione|annualità|annualita|edition)(?!\w)"
"""A numbered edition, in plain letters; `edition_number` reads its ordinal."""
_EDITION = re.compile(EDITION)
_PERIOD = re.compile(r"(?<!\d)(?:19|20)\d\d ?[-–/] ?(?:19|20)?\d\d(?!\d)")
_YEAR = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d/]|[.,]\d)")
_PAREN = re.compile(r"\([^()]{0,80}\)?")
_CHANGE = re.compile(
    r"riapert|prorog|rifinanz|increment|aggiorn|annunc|sospes|chius|apert|scadut|codice|reopen"
    r"|extend|announc|nuov"
)
_JOINED = re.compile(r"(?<=\w)[.&'+](?=\w)")
_GAPPED = re.compile(r"\bl'|\b(?:all|dell|nell|sull|dall|d|un)'")
_WORD = re.compile(r"[a-z0-9]+")
_KEY_EDITION = re.compile(r"ed\d")
_STEM = 6


@dataclass(frozen=True, slots=True)
class CallName:
    """What a name tells: its telling words in order, its year, its edition (0: not told)."""

    words: tuple[str, ...]
    year: str = ""
    edition: int = 0

    @property
    def key(self) -> str:
        """The name as a slug: words without stop words, year, edition."""
        parts = [*self.words, *([self.year] if self.year else [])]
        return "-".join([*parts, *([f"ed{self.edition}"] if self.edition else [])])

    @property
    def stems(self) -> frozenset[str]:
        """The beginnings of its words: equal for "consolidamento" and "consolidation"."""
        return frozenset(word[:_STEM] for word in self.words)

    @property
    def telling(self) -> int:
        """How many of its words tell one call from another."""
        return sum(
            1 for word in self.words if word not in GENERIC and len(word) > 1 and word.isalnum()
            and not word.isdigit()
        )  # fmt: skip

    def agrees(self, other: "CallName") -> bool:
        """Whether year and edition do not deny that both are of one call.

        A name that tells only the year and one that tells only the edition may be of two calls.
        """
        if self.year and other.year and self.year != other.year:
            return False
        if self.edition and other.edition:
            return self.edition == other.edition
        told = bool(self.year) + bool(other.year), bool(self.edition) + bool(other.edition)
        return told != (1, 1) or bool(self.year) == bool(self.edition)

    def tells_less(self, other: "CallName") -> bool:
        """Whether year and edition tell no more here than there."""
        return self.year in ("", other.year) and self.edition in (0, other.edition)


@lru_cache(maxsize=8_192)
def read_call_name(name: str) -> CallName:
    """The words, year and edition of a name as it is written."""
    low = strip_accents(name.lower().replace("’", "'"))
    low = _PAREN.sub(lambda found: _paren(found.group()), " ".join(low.split()))
    edition = _EDITION.search(low)
    number = _ORDINALS[edition["ordinal"]] if edition else 0
    low = _PERIOD.sub(" ", low[: edition.start()] + low[edition.end() :] if edition else low)
    year = _YEAR.search(low)
    rest = _YEAR.sub(" ", low) if year else low
    words = _WORD.findall(_JOINED.sub("", _GAPPED.sub(" ", rest)))
    return CallName(_level(words), year.group() if year else "", number)


@lru_cache(maxsize=8_192)
def read_key(key: str) -> CallName:
    """The name of which `key` is the slug."""
    parts = key.split("-")
    edition = parts.pop() if len(parts) > 1 and _KEY_EDITION.fullmatch(parts[-1]) else ""
    year = parts.pop() if len(parts) > 1 and _YEAR.fullmatch(parts[-1]) else ""
    return CallName(tuple(parts), year, int(edition[2:] or 0) if edition else 0)


def _paren(words: str) -> str:
    """What brackets add to a name: the year of the call, unless they tell of a change to it."""
    year = None if _CHANGE.search(words) else _YEAR.search(_PERIOD.sub(" ", words))
    edition = _EDITION.search(words)
    return f" {year.group() if year else ''} {edition.group() if edition else ''} "


def _level(words: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for word in words:
        for one in _SHORT.get(word, (_NUMBERS.get(word, word),)):
            if one not in _STOP and one not in found and (len(one) > 1 or one.isdigit()):
                found.append(one)
    return tuple(found)


def edition_number(ordinal: str) -> int:
    """The number of an ordinal that `EDITION` found."""
    return _ORDINALS[ordinal]


def call_key(name: str, code: str | None = None) -> str:
    """The key under which a call is known: its code where one is known, else a slug of its name."""
    return code.lower() if code else read_call_name(name).key
