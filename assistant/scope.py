"""Turns away what is no question to the documents: orders to the assistant itself, and small talk.

What counts is what an utterance does. An order or a question about the assistant's own words,
role, secrets or output is misuse; a word such as "ignorare", "istruzioni" or "password" in a
question about the documents is not. This keeps readers from strange answers; what keeps answers
safe is that only verified quotes are ever shown.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.misuse import ABOUT_ITSELF, DEEDS, MARKUP, SPEECHES, Deed
from assistant.phrases import examples, note
from assistant.question import Query
from assistant.types import AnswerStatus, Note, NoteKind, Question
from assistant.unclear import find_unclear
from corpus.clusters import level
from corpus.library import Library
from corpus.words import split_words


@dataclass(frozen=True, slots=True)
class Turned:
    """Why a question is not looked up: the status, words for the reader, questions to choose."""

    status: AnswerStatus
    notes: tuple[Note, ...]
    choices: tuple[str, ...] = ()


_SHOWN = 3
"""Questions that are offered to whoever did not ask one."""
_ADDRESSED = 6
"""Words that speak to the assistant of itself, from which a text is about it and nothing else."""
_LONG = 250
"""Characters of a text in which that many such words are looked for."""


def triage(query: Query, question: Question, library: Library) -> Turned | None:
    """Why a question shall not be looked up, or None where it shall."""
    asked = " ".join(question.text.split())
    if is_misuse(question.text):
        remark = note(NoteKind.SEARCHED, "refused", query.lang)
        return Turned(AnswerStatus.REFUSED, (remark,), _offer(query.lang))
    if kind := find_small_talk(asked):
        remark = note(NoteKind.SEARCHED, kind, query.lang)
        return Turned(AnswerStatus.OUT_OF_SCOPE, (remark,), _offer(query.lang))
    if choices := find_unclear(query, question, library):
        name = "unclear" if len(choices) > 1 else "unclear_subject"
        remark = note(NoteKind.MISSING, name, query.lang)
        return Turned(AnswerStatus.UNCLEAR, (remark,), choices)
    return None


def _offer(lang: str) -> tuple[str, ...]:
    return tuple(examples(lang)[:_SHOWN])


# --- misuse ---------------------------------------------------------------------------------------


def is_misuse(text: str) -> bool:
    """Whether an utterance gives the assistant orders about itself, or hides what it says."""
    if _is_disguised(text):
        return True
    low = _levelled(text)
    if MARKUP.search(low) or _speaks_to_assistant(low):
        return True
    if any(speech.search(low) for speech in SPEECHES):
        return True
    return any(_does(clause, deed) for clause in _clauses(low) for deed in DEEDS)


_INVISIBLE = ("Cf", "Cc", "Mn")


def _levelled(text: str) -> str:
    """The utterance in lower case, without accents, invisible signs and odd forms of letters."""
    composed = unicodedata.normalize("NFKC", text)
    seen = "".join(
        " " if char.isspace() else char
        for char in composed
        if char.isspace() or unicodedata.category(char) not in _INVISIBLE
    )
    return " ".join(level(seen).split())


_CLAUSE = re.compile(
    r"[.!?;:]+(?= |$)|, | - | – | — |[()\[\]{}]| (?=(?:and|then|but|e poi|poi|e|ma|o|or) )"
)


def _clauses(low: str) -> Iterator[str]:
    """The pieces of a levelled utterance, each with at most one order."""
    start = 0
    for stop in _CLAUSE.finditer(low):
        if clause := low[start : stop.start()].strip():
            yield clause
        start = stop.end()
    if rest := low[start:].strip():
        yield rest


_LEAD = re.compile(
    r"""(?:[^a-z0-9]{0,9}(?:please|per[ ]favore|per[ ]piacere|prego|just|now|ora|adesso|ok|okay|then
      |poi|allora|so|quindi|stop|stop\w{1,4}|everything|never[ ]?mind|hey|hi|hello|ciao|salve|e|and
      |but|ma|or|o|anche|also|first|prima|solo|only|dai|su|simply|instead|invece|always|sempre
      |never|mai|you|tu|assistente|assistant|immediatamente|immediately|subito)\b){0,8}
    [^a-z0-9]{0,9}
    (?:(?:can|could|would|will)[ ]you(?:[ ](?:please|kindly|also|now))?
      |you[ ](?:must|should|shall|will|can|have[ ]to|need[ ]to|are[ ]to|may)
        (?:[ ](?:now|always|also)){0,2}
      |(?:must|should|shall|will|have[ ]to|need[ ]to|are[ ]to|are[ ]going[ ]to)
      |i[ ](?:want|need|order|command|ask|would[ ]like|require)(?:[ ]for)?[ ]you[ ]to
      |(?:puoi|potresti|devi|dovresti|dovrai|vuoi|puo|potrebbe)
      |(?:ti|le|vi)[ ](?:chiedo|ordino|prego|comando)[ ]di
      |(?:voglio|vorrei|desidero)[ ]che[ ]tu|mi[ ]aiuti[ ]a|aiutami[ ]a
      |help[ ]me(?:[ ]to)?|(?:i[ ])?need[ ]to|let'?s|lets)?
    [^a-z0-9]{0,9}(?:please|per[ ]favore|just|always|now|ora|subito|first|ti|mi)?[ ]?""",
    re.VERBOSE,
)
"""What may stand before the verb of an order, which tells that it is one."""
_REACH = 160
"""Characters behind the verb of an order in which its object is looked for."""


def _does(clause: str, deed: Deed) -> bool:
    """Whether a clause is an order of this kind: its verb leads, its object follows."""
    lead = _LEAD.match(clause)
    at = lead.end() if lead else 0
    for start in dict.fromkeys((at, 0)):
        verb = deed.verbs.match(clause, start)
        if verb and (deed.objects is None or deed.objects.search(clause[verb.end() :][:_REACH])):
            return not (deed.unless and deed.unless.search(clause[:_REACH]))
    return False


def _speaks_to_assistant(low: str) -> bool:
    """Whether a long text is about how the assistant shall be and speak, not about documents."""
    return len(low) > _LONG and len(ABOUT_ITSELF.findall(low[:20_000])) >= _ADDRESSED


# --- disguise -------------------------------------------------------------------------------------

_ENCODED = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{16,2000}={0,2}(?![\w+/])")
_HEXED = re.compile(r"(?<!\w)(?:[0-9a-fA-F]{2}[ :]?){12,1000}(?!\w)")
_BITS = re.compile(r"(?<!\w)(?:[01]{8}[ ]?){6,}(?!\w)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def _is_disguised(text: str) -> bool:
    """Whether words are written so that a reader does not see what they say."""
    if _BITS.search(text) or any(_is_mixed(word) for word in _WORD.findall(text[:4_000])):
        return True
    return any(_is_text(told) for told in _decoded(text[:4_000]))


def _decoded(text: str) -> Iterator[bytes]:
    """What the encoded pieces of a text stand for."""
    for match in _ENCODED.finditer(text):
        piece = match.group().rstrip("=")
        if piece.isupper() or piece.islower() or piece.isdigit():
            continue  # a code or a word: base64 of words mixes both
        try:
            yield base64.b64decode(piece + "=" * (-len(piece) % 4))
        except (binascii.Error, ValueError):
            continue
    for match in _HEXED.finditer(text):
        digits = re.sub(r"[ :]", "", match.group())
        if not digits.isdigit():
            yield bytes.fromhex(digits)


def _is_text(told: bytes) -> bool:
    """Whether bytes read as words: nearly all letters and spaces of plain text."""
    plain = sum(32 <= byte < 127 for byte in told)
    letters = sum(chr(byte).isalpha() or byte == 32 for byte in told)
    return len(told) >= 10 and plain == len(told) and letters >= 0.85 * len(told)


def _is_mixed(word: str) -> bool:
    """Whether a word has letters of two scripts, which no honest word has."""
    if word.isascii():
        return False
    scripts = {_script(char) for char in word if char.isalpha()} & set(_SCRIPTS)
    return len(scripts) > 1


@cache
def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


# --- small talk -----------------------------------------------------------------------------------

_GREETING = split_words(
    "ciao salve buongiorno buonasera buonanotte buon giorno buona sera ehi hey hi hello good"
    " morning evening afternoon come stai sta va tutto bene oggi tu lei how are you doing today is"
    " it going everything what's up caro cara assistente assistant piacere there a te tutti bot"
)
_GREETS = split_words("ciao salve buongiorno buonasera buonanotte buon buona ehi hey hi hello good")
_FEELS = re.compile(r"(?:e |and )?(?:tu )?(?:come (?:stai|sta|va)|how are you|how's it going)\b")
_THANKS = re.compile(
    r"(?:ok |va bene |perfetto |molto bene |great |perfect |well )?(?:grazie|ti ringrazio"
    r"|la ringrazio|thanks|thank you|arrivederci|addio|goodbye|bye|a presto"
    r"|see you)(?: [\w']+){0,3}\W*$"
)
_WORDS = re.compile(r"[a-z']+")
_FEW = 9
_ITSELF = re.compile(
    r"(?:ma |e |and |so )?(?:chi (?:sei|e lei)\W*$|(?:tu )?(?:che )?cosa (?:sai|puoi"
    r"|potresti) fare\b"
    r"|come (?:ti chiami|si chiama lei|funzioni)\b|sei (?:un|una|un')\s?\w+(?: \w+){0,3}\?"
    r"|quanti anni hai\b|(?:ti )?(?:piace|piacciono)\b|chi ti ha (?:creat|fatt|programm)\w+"
    r"|(?:che |quale )(?:modello|versione|ia|llm) (?:sei|usi)\b|cosa (?:ne )?pensi\b|hai (?:una"
    r"|un|dei)"
    r" (?:opinion|parer|sentiment|nome|anim|corpo)\w*"
    r"|(?:who|what) are you\b|what(?:'s| is) your name\b|what can you do\b|are you (?:an?|human"
    r"|real"
    r"|alive|sentient|chatgpt|gpt)\b|how old are you\b|who (?:made|created|built) you\b"
    r"|what (?:model|version) are you\b|how do you (?:feel|work)\b|do you (?:like|love|feel|have"
    r" feelings)\b|what do you think\b|what are your thoughts\b|aiuto\W*$|help\W*$|test\W*$"
    r"|prova\W*$)"
)
_SUM = re.compile(
    r"(?:(?:quanto (?:fa|fanno|e)|calcola|calcolami|risolvi|what(?:'s| is)|how much is|compute"
    r"|calculate|solve)\W{0,3})?"
    r"(?:(?:(?:la )?radice quadrata di |(?:the )?square root of )\d[\d.,]*\W*"
    r"|[-(]?\d[\d .,]*(?:(?:[-+*/x×÷^%]|per|piu|meno|diviso|times|plus|minus|divided by)"
    r"[ ()=]{0,4}-?\d[\d .,)]*){1,40} ?=?\W*)"
)
_WEATHER = re.compile(
    r"\b(?:che tempo (?:fa|fara|ha fatto|c'e)\b|(?:previsioni )?(?:del )?meteo\b(?! ?\w*log)"
    r"|(?:piove|piovera|nevica|nevichera) (?:a|oggi|domani|nel|stasera)\b|weather (?:be|today"
    r"|tomorrow|forecast"
    r"|like)|the weather\b|will it (?:rain|snow)|che ore sono|^che ora e\b|what time is it"
    r"|che giorno e oggi|what day is it)"
)
_MAKE = (
    r"(?:scrivi|scrivimi|scrivere|componi|crea|creami|genera|generami|inventa|inventami|racconta"
    r"|raccontami|recita|cantami|canta|disegna|disegnami|programma|write|compose|create|generate"
    r"|invent|tell|sing|draw|make|craft|describe|give|dammi|fammi|make up|design)"
)
_MADE = re.compile(
    _MAKE
    + r"\b(?: me| us| up| out)?(?: (?:an?|un|una|uno|un'|il|la|lo|the|some|qualche|delle|dei))?"
    r"(?:[ ']\w+){0,2}?[ '](?:poesi\w+|barzellett\w+|filastrocc\w+|canzon\w+|favol\w+|fiab\w+"
    r"|raccont[oi]"
    r"|romanz\w+|stori(?:a|ella) (?:su|di|per|divertent)\w*|ricett\w+|haiku|sonett\w+|tema su"
    r"|codice"
    r" (?:python|java|in|per|html)|programma (?:python|in|che)|script|funzione (?:python|in|che)"
    r"|limerick"
    r"|poems?|jokes?|songs?|lyrics|short stor(?:y|ies)|stor(?:y|ies)|fairy tale|novel|recipes?"
    r"|essays?"
    r"|sonnet|rap|code|python|movie plot|dialogue|tweet|blog post|phishing|email|screenplay"
    r"|slogan|indovinell\w+|riddle)\b"
)
_TURN = re.compile(
    r"(?:traduci(?:mi)?|tradur(?:re|mi)|translate|come si dice|how do you say)\b.{0,120}"
    r"(?:\b(?:la parola|il vocabolo|la frase|l'espressione|the word|the phrase|the sentence|in"
    r" (?:inglese|francese|tedesco|spagnolo|giapponese|cinese|russo|arabo|latino|french|german"
    r"|spanish|japanese|chinese|russian|arabic|latin|italian|italiano))\b|['\"«“])"
)
_HELD = re.compile(
    r"\b(?:band[oi]|decret\w+|att[oi]|articol\w+|document\w+|titol\w+|rispost\w+|passagg\w+"
    r"|sched[ae]|legg[ei]|deliber\w+|avvis[oi]|oggetto|acts?|decrees?|calls?|titles?|articles?"
    r"|answers?|laws?|notices?|resolutions?|cluster\w*|cit\w+)\b"
)
"""What the library holds: turning that into another language is no small talk."""
_ADVICE = re.compile(
    r"(?:mi )?(?:consigli\w*|suggeri\w+|raccomand\w+|recommend|suggest)\b.{0,20}\b(?:film|libro"
    r"|serie|ristorante|albergo|hotel|regalo|canzone|viaggio|vacanz\w+|musica|gioco|movie|book"
    r"|restaurant|gift|song|trip|game|show)\b"
)
_RECIPE = re.compile(r"(?:la )?(?:ricetta (?:d[ei]|per )|recipe (?:for|of)\b)")


def find_small_talk(asked: str) -> str:
    """Which kind of talk an utterance is that asks nothing of documents; "" where it asks."""
    low = level(asked).strip()
    words = _WORDS.findall(low)
    if len(words) <= _FEW and words:
        greets = words[0] in _GREETS and set(words) <= _GREETING
        if greets or _FEELS.match(low) or _THANKS.match(low):
            return "greeting"
    rest = re.sub(r"^(?:ciao|salve|buongiorno|buonasera|hi|hello|hey)\W+", "", low)
    if _ITSELF.match(rest):
        return "greeting"
    order = _bare(rest)
    tasks = (_MADE.match(order), _TURN.match(order), _ADVICE.match(rest), _RECIPE.match(rest))
    if _SUM.fullmatch(rest) or _WEATHER.search(rest):
        return "out_of_scope"
    return "out_of_scope" if any(tasks) and not _HELD.search(rest) else ""


def _bare(low: str) -> str:
    """The order without the politeness before it."""
    lead = _LEAD.match(low)
    return low[lead.end() :] if lead else low
