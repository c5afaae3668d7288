"""The words and signs by which acts show their parts: recitals, decisions, points, annexes.

Every pattern reads from a given place, and every repetition is bounded, so matching stays linear.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from corpus.parts import DECISIONS, OTHER_DECISIONS, PARAGRAPH_LABEL, POINT_LABEL, Part

_STEMS = (
    *("vist", "richiamat", "considerat", "premess", "rilevat", "ritenut", "attes", "acquisit"),
    *("verificat", "valutat", "accertat", "constatat", "evidenziat", "precisat", "appurat"),
    *("ricordat", "ravvisat", "preso att", "dato att", "tenuto cont", "tenuto present", "udit"),
    *("sentit", "esaminat"),
)
_FORMS = "|".join(
    f"{stem.upper()}[OAIE]|{stem.capitalize()}[oaie]" for stem in _STEMS
)  # "tenuto presente" ends like the others
_BULLET = r"(?:(?:[-–—•*▪·□]|\(?\d{1,2}[.)]|\(?[a-z]\)) *)?[«“\"]?"
_FOLLOWS = (
    r"\s*[:,](?!\s*(?:il|IL) (?:guarda|dirig|respons|direttore|segret|DIRIG|RESPONS))|\s*$"
    r"|\s+(?i:(?:che|altres[iì]|inoltre|infine|anche|ancora|quindi|pertanto|in|il|lo|la|i|gli|le"
    r"|un|una|di|del|dello|della|dei|degli|delle|dal|dalla|quanto|quale|con|per|ai|al|alla|a"
    r"|opportun[oaie]|necessari[oaie]|comunque|tutto|tali|tale|quest[oaie]|preliminarmente)\b|l['’]"
    r"|dell['’]|nell['’]|all['’]|d\.|art)"
)
_NO_RECITAL = r"(?!\s+(?i:di (?:regolarit|conformit|copertur|legittimit|compatibilit)))"
RECITAL = re.compile(
    rf"{_BULLET}(?:(?P<word>{_FORMS})(?!\w){_NO_RECITAL}(?:{_FOLLOWS})"
    r"|(?P<whereas>(?i:considerando quanto segue|whereas\s*:|having regard to))"
    r"|(?P<low>vist[oaie] (?:il|lo|la|i|gli|le|l['’])|considerando che|previa ))"
)
"""The beginning of a recital; `low` counts only right below the organ that decides."""
WHEREAS = re.compile(r"(?i:considerando quanto segue|whereas)\s*:?\s*$")
PREMISES = re.compile(
    r"(?:LE )?(?:PREMESS[EAO]|PREMESSO CHE|MOTIVAZIONI|Premesse|Premesso che) *:?$"
)
"""A heading that opens the preamble, where the organ that decides is named above it."""

_OFFICES = (
    *("dirigente", "direttore", "direttrice", "responsabile", "sindaco", "sindaca", "presidente"),
    *("ministro", "ministra", "capo dipartimento", "capo del", "commissari[oa]", "consiglio"),
    *("giunta", "assemblea", "commissione", "rettore", "prefetto", "segretari[oa]", "comitato"),
    *("assessor[ea]", "vice[ -]?sindaco", "parlamento", "autorit[àa]", "funzionari[oa]"),
    *("nucleo di", "conferenza", "ufficio di presidenza", "amministratore", "council"),
    *("commission", "european (?:parliament|commission|council)"),
)
ORGAN = re.compile(rf"(?:IL|LA|L['’]|Il|La|THE|The) ?(?i:{'|'.join(_OFFICES)})(?!\w)")
"""The organ that decides, as it begins a line of its own."""
_TYPES = (
    r"(?:VERBALE DI )?(?:DELIBERAZIONE|DELIBERA|DECRETO|DETERMINAZIONE|DETERMINA|ORDINANZA|LEGGE"
    r"|REGOLAMENTO)"
)
ACT_TITLE = re.compile(
    rf"(?:{_TYPES}|{_TYPES.title().replace('Di', 'di')}|D\.(?:[a-zA-Z]\.){{2,4}}|L\.R\.|Dgr|DGR)"
    r"(?!\w)(?=[^;:]{0,150}\b[nN](?:[.°r]{1,2}|\b))[^\n;:]{0,90}(?:\n[^\n;:]{0,60})?\d\)?"
    r"(?=\s*(?:\n *[A-ZÀ-Ý]|\Z))"
)
"""The line by which an act names itself: type, number, date."""
BULLETIN_SECTION = re.compile(
    r"[A-E]\) (?:CONSIGLIO REGIONALE|PRESIDENTE|GIUNTA REGIONALE|ATTI DIRIGENZIALI|DELIBERAZIONI)"
)
"""The section of a bulletin: the acts above it have ended."""
CLOSING = re.compile(
    r"(?:Letto|LETTO|Fatto|FATTO|Il presente verbale|IL PRESENTE VERBALE)(?!\w)"
    r"|(?:CERTIFICA|ATTESTA|RELATA|REFERTO|PARER[EI]|ESECUTIVIT|PUBBLICAZIONE|ITER |SI ATTESTA"
    r"|SI CERTIFICA|VISTO DI|VISTO:? (?:DI )?REGOLAR|Certificato di|Attestazione di|Relata di"
    r"|Referto di|Parere di|Pareri|Visto di|Il [Rr]esponsabile del procedimento)"
)
"""What stands below the decisions and decides nothing."""

_SPACED = "|".join(" {0,3}".join(word) for word in DECISIONS)
DECISION = re.compile(rf"(?<![\w'’./-])(?:{_SPACED})(?![\w'’/-])")
NO_DECISION = re.compile(
    r"\s*(?:[nN](?:[.°º]|r\b|R\b| ?\d)|NUM|[Rr][Ee][Gg]\b|PROT|\d{2,}|/|DEL\b|DELL|DIRIGENZIALE"
    r"|SINDACALE|COMUNALE|A {1,3}CONTRARRE|DI {1,3}(?:GIUNTA|CONSIGLIO|G\.|C\.|LIQUIDAZIONE|IMPEGNO"
    r"|SPESA|AFFIDAMENTO|AGGIUDICAZIONE)|(?:OGGETTO|Oggetto)\b)"
)
"""What follows the name of an act, not the word that decides."""
NAMED = re.compile(
    r"(?i:\b(?:la|le|una|alla|della|dalla|sulla|nella|con|di|presente|precedente|predetta|citata"
    r"|suddetta|propria|sua|questa|tale|seguente|richiamata|vista|in|per|e|o|come da|ogni|the))$"
    r"|['’]$"
)
"""What stands before the name of an act: "la presente DELIBERA"."""
VOTES = re.compile(r"(?i:\bvot[oi]\b|votazion|unanim|premess)")
DECIDES = re.compile(
    r"\s*(?:[:.;,…]|$|\n|\d{1,2} ?[.)–°-]|\(?[a-z]\)|[-–—•▪·]|(?i:di|che|quanto|per|all['’]|ai|con"
    r"|in|l['’]|il|lo|la|i|gli|le|a|al|alla|altres[iì]|inoltre)(?!\w))"
)
_LINE_WORDS = "|".join(
    word
    for one in (*OTHER_DECISIONS, *DECISIONS)
    for word in (one, one.capitalize(), one.title(), " ".join(one), " ".join(one.capitalize()))
)
_LOW_WORDS = "|".join((*map(str.lower, DECISIONS), *(" ".join(w.lower()) for w in DECISIONS)))
DECISION_LINE = re.compile(
    rf"^ *(?P<word>{_LINE_WORDS}|{_LOW_WORDS})(?: *:| quanto segue *:?"
    r"|\s(?:il|la|i|le|IL|LA) (?:seguent[ei]|SEGUENT[EI]) [^\n;:]{1,60}:?)? *$",
    re.MULTILINE,
)
"""A word that decides, alone on its line: counts below a preamble only."""
ADOPTION = re.compile(
    r"\b(?:HA|HANNO) (?:ADOTTATO|DECISO|EMESSO) (?:IL|LA|I|LE|QUANTO) [A-ZÀ-Ý '’]{3,60}:?"
    r"|\b(?:Ha|Hanno) adottato (?:il|la) presente [a-z ]{3,60}:?"
    r"|\bHA(?:S|VE) ADOPTED THIS [A-Z ]{3,40}:?"
)
POINT = re.compile(
    r"\(?(?:(?P<number>\d{1,3})(?P<latin>[- ]?(?:bis|ter|quater|quinquies|sexies)\b)?"
    r"|(?P<letter>[a-z]))(?P<sign> ?[.)°]| ?[-–—](?=[ \w]))"
)
"""The sign of a point, paragraph or letter."""
NEXT_POINT = re.compile(r"(?<=[;.:,])\s{1,3}(?=\(?(\d{1,2}) ?[.)–-] {0,3}(?i:di|che)\b)")
DECIDING = re.compile(r"[\s.)°–—-]*(?i:di|che)\b")
"""Words of a decision behind the sign of a point: "di approvare"."""

WHEREAS_LABEL = "Considerando"
_LONGEST = 20_000
"""No act has a longer paragraph; what is longer is not looked through."""


class Decision(NamedTuple):
    """Where a word that decides stands, and how it is named in the path."""

    start: int
    end: int
    label: str


def find_decision(text: str, start: int, end: int, stage: Part) -> Decision | None:
    """The first word in a block that opens the operative part.

    Below a preamble more words do; among decisions only what a vote leads to.
    """
    if end - start > _LONGEST:
        return None
    below = stage is Part.PREAMBLE
    found = ADOPTION.search(text, start, end) if below else None
    for match in DECISION.finditer(text, start, end):
        if found and found.start() < match.start():
            break
        before = text[max(start, match.start() - 20) : match.start()].rstrip()
        if NAMED.search(before) or NO_DECISION.match(text, match.end(), end):
            continue
        first = stage is not Part.OPERATIVE or match.start() == start
        voted = first or VOTES.search(text, max(start, match.start() - 160), match.start())
        if voted and DECIDES.match(text, match.end(), end):
            return Decision(match.start(), match.end(), "".join(match.group().split()))
    if found is None and below:
        found = DECISION_LINE.search(text, start, end)
    if found is None:
        return None
    label = " ".join(found.group().rstrip(" :").split()).upper()
    letters = label.split()
    spaced = len(letters) > 3 and all(len(word) == 1 for word in letters)
    return Decision(found.start(), found.end(), "".join(letters) if spaced else label)


def paragraph_label(article: str, section: tuple[str, ...]) -> str:
    """What the paragraphs of an article are called, by its heading and the path to it."""
    if article.startswith("Article"):
        return "paragraph"
    adopted = any(heading.startswith(("HA ", "HANNO ")) for heading in section)
    return "paragrafo" if adopted else PARAGRAPH_LABEL


@dataclass(slots=True)
class Run:
    """A sequence of points, paragraphs or recitals, and how far it has come.

    `marks` are the number and the letter that it has come to. A sequence of paragraphs begins
    right below its article, or not at all (`fresh`).
    """

    label: str
    marks: tuple[str, ...] = ()
    sign: str = ""
    last: int = 0
    letter: int = 0
    inner: tuple[str, int] = ("", 0)
    deciding: bool = False
    fresh: bool = True

    def follow(self, text: str, start: int, end: int) -> bool:
        """Go on with a block; say whether the next number, or letter without number, begins."""
        found = POINT.match(text, start, end)
        if found is None:
            self.fresh = self.fresh and self.label in (POINT_LABEL, WHEREAS_LABEL)
            return False
        if found["letter"]:
            return self._follow_letter(found["letter"])
        number, sign = int(found["number"]), found["sign"].strip()
        sign = f"({sign}" if text[start] == "(" else sign
        deciding = DECIDING.match(text, found.end(), end) is not None
        if not self._is_next(number, sign, deciding=deciding):
            self.inner = (sign, number)
            return False
        self.sign, self.last, self.letter, self.inner = sign, number, 0, ("", 0)
        self.deciding = self.deciding or deciding
        self.marks = (f"{self.label} {number}{found['latin'] or ''}",)
        return True

    def next_inside(self, text: str, start: int, end: int) -> int:
        """Where inside a block the next point begins: "…; 2. di approvare …"; else 0."""
        if self.label != POINT_LABEL:
            return 0
        own = POINT.match(text, start, end)
        last = int(own["number"]) if own and own["number"] else self.last
        found = NEXT_POINT.finditer(text, start, end)
        return next((one.end() for one in found if int(one[1]) == last + 1), 0)

    def expects(self, head: str) -> bool:
        """Whether a numbered heading is the next point of the decisions."""
        found = POINT.match(head) if self.label == POINT_LABEL else None
        return found is not None and found["number"] == str(self.last + 1)

    def _is_next(self, number: int, sign: str, *, deciding: bool) -> bool:
        """Whether a number goes on with the sequence, rather than with one inside it."""
        if self.last == 0:
            return number == 1 and self.fresh
        if sign != self.sign:
            inside = self.inner[0] == sign or number == 1
            return number == self.last + 1 and not inside
        if self.inner == (sign, number - 1) and not (self.deciding and deciding):
            return False
        again = number == self.last and self.label != POINT_LABEL  # comma 1-bis
        return again or self.last < number <= self.last + 3

    def _follow_letter(self, letter: str) -> bool:
        place = ord(letter) - 96
        top = self.marks[:1] if self.last else ()
        self.marks = top
        if place not in (1, self.letter + 1):
            return False
        self.letter = place
        self.marks = (*top, f"lettera {letter})")
        return not top
