"""Words without their grammar: stop words, stems, and the language of a text."""

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Literal

import Stemmer

Language = Literal["it", "en"]


def split_words(words: str) -> frozenset[str]:
    """A set of words written in one string."""
    return frozenset(words.split())


STOP_WORDS_IT = split_words(
    """
    a ad al allo alla ai agli alle all da dal dallo dalla dai dagli dalle dall di del dello della
    dei degli delle dell d in nel nello nella nei negli nelle nell su sul sullo sulla sui sugli
    sulle sull con col coi per tra fra il lo la i gli le l un uno una e ed o od ma se che chi cui
    non né ne c ci ce vi ve si s mi m ti t me te lui lei noi voi loro io tu egli ella esso essa
    essi esse questo questa questi queste quest quello quella quelli quelle quel quei quegli quell
    ciò stesso stessa stessi stesse proprio propria propri proprie mio mia miei mie tuo tua tuoi
    tue suo sua suoi sue nostro nostra nostri nostre vostro vostra vostri vostre
    quale quali qual quanto quanta quanti quante quando dove dov come com perché poiché affinché
    purché finché mentre anche anch ancora già più meno molto poco così solo soltanto pure inoltre
    quindi dunque perciò pertanto però tuttavia oppure ovvero ossia cioè infatti invece
    è sono sei siamo siete era erano ero fu furono sia siano sarà saranno sarebbe sarebbero fosse
    fossero essere essendo stato stata stati state ho hai ha abbiamo avete hanno aveva avevano
    avuto avrà avranno avrebbe avrebbero abbia abbiano avere avendo ebbe ebbero
    fa fanno fare fatto viene vengono venne vennero venire può possono potrà potranno deve devono
    dovrà dovranno cosa cos tale tali ogni tutto tutta tutti tutte tutt alcuni alcune qualche
    altro altra altri altre sotto sopra dopo prima entro presso verso durante senza
    secondo circa oltre fino sino contro attraverso mediante nonché qui qua lì là ora allora
    quant po poi mai sempre nulla niente nessuno nessuna
    """
)
STOP_WORDS_EN = split_words(
    """
    a an the of to in on at by for from with into onto upon over under about between among
    through during before after above below against within without toward towards and or but nor
    so yet if then else than that this these those there here what which who whom whose when where
    why how is are was were be been being am do does did doing done have has had having will would
    shall should can could may might must not no i you he she it we they me him her us them my
    your his its our their mine yours hers ours theirs myself itself themselves himself herself
    as while because since until unless although though whether also too very just only own same
    such both each every any all some most more less few many much other another again once not
    never ever out up down off per via s t ll re d m o
    """
)
_HINTS_EN = split_words("tell show give list find describe explain please according")
_ONLY_IT = STOP_WORDS_IT - STOP_WORDS_EN
_ONLY_EN = (STOP_WORDS_EN - STOP_WORDS_IT - {"per", "via"}) | _HINTS_EN
_WORD = re.compile(r"[^\W_]+")
_stemmers = threading.local()


def strip_accents(text: str) -> str:
    """`text` with the accents and other marks of its letters taken off."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


@lru_cache(maxsize=65_536)
def stem(word: str, lang: Language = "it") -> str:
    """The Snowball stem of a lower-case word, without accents."""
    by_language: dict[str, Stemmer.Stemmer] | None = getattr(_stemmers, "by_language", None)
    if by_language is None:
        names = {"it": "italian", "en": "english"}
        by_language = {lang: Stemmer.Stemmer(name) for lang, name in names.items()}
        _stemmers.by_language = by_language
    return strip_accents(by_language[lang].stemWord(word))


def content_words(text: str, lang: Language = "it") -> list[str]:
    """The lower-cased words and numbers of `text` without stop words and single letters."""
    stop = STOP_WORDS_IT if lang == "it" else STOP_WORDS_EN
    found = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    return [w for w in found if w not in stop and (len(w) > 1 or w.isnumeric())]


def stems_in(text: str, lang: Language) -> list[str]:
    """The stems of the content words of `text` in the language given, in order."""
    return [stem(word, lang) for word in content_words(text, lang)]


def stems(text: str) -> list[str]:
    """The Italian stems of the content words of `text`, in order, repeated words kept."""
    return stems_in(text, "it")


def language(text: str) -> Language:
    """The language of a text or question: Italian unless its function words are English."""
    words = _WORD.findall(text[:4_000].lower())
    english = sum(word in _ONLY_EN for word in words)
    italian = sum(word in _ONLY_IT for word in words)
    return "en" if english > italian else "it"
