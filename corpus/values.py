"""Numbers, dates, amounts, percentages and codes of any text, as values that can be compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

ValueKind = Literal["number", "year", "date", "month", "time", "amount", "percent", "code"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "gennaio january gen jan genn",
            "febbraio february feb febbr",
            "marzo march mar",
            "aprile april apr",
            "maggio may mag",
            "giugno june giu jun",
            "luglio july lug jul",
            "agosto august ago aug",
            "settembre september sett set sep sept",
            "ottobre october ott oct",
            "novembre november nov",
            "dicembre december dic dec",
        ),
        1,
    )
    for name in names.split()
}
_UNITS_IT = ("due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove")
_UNITS_EN = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS_IT = (
    *("dieci", "undici", "dodici", "tredici", "quattordici", "quindici", "sedici"),
    *("diciassette", "diciotto", "diciannove"),
)
_TEENS_EN = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
_TENS_IT = (
    *("venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"),
)
_TENS_EN = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _number_words() -> dict[str, int]:
    """Italian and English number words below 1,000 that are one word, with their values."""
    words = {"zero": 0, "hundred": 100, "mille": 1000}
    for units, teens, tens in ((_UNITS_IT, _TEENS_IT, _TENS_IT), (_UNITS_EN, _TEENS_EN, _TENS_EN)):
        words |= {word: number for number, word in enumerate(units, 2)}
        words |= {word: number for number, word in enumerate(teens, 10)}
        words |= {word: 10 * number for number, word in enumerate(tens, 2)}
    for number, ten in enumerate(_TENS_IT, 2):
        words[f"{ten[:-1]}uno"] = 10 * number + 1
        words[f"{ten}tré"] = 10 * number + 3
        for unit, word in enumerate(_UNITS_IT, 2):
            words[(ten[:-1] if unit == 8 else ten) + word] = 10 * number + unit
    for number, ten in enumerate(_TENS_EN, 2):
        for unit, word in enumerate(("one", *_UNITS_EN), 1):
            words[f"{ten}-{word}"] = 10 * number + unit
    small = [(word, number) for word, number in words.items() if number < 100 and "-" not in word]
    for hundred, start in (
        ("cento", 100),
        *((f"{u}cento", 100 * n) for n, u in enumerate(_UNITS_IT, 2)),
    ):
        words[hundred] = start
        words |= {hundred + word: start + number for word, number in small if number}
    return words


_WORDS = _number_words()
_SCALES = {
    **dict.fromkeys(("mila", "mille", "k", "thousand", "migliaia"), 10**3),
    **dict.fromkeys(
        ("milione", "milioni", "mln", "mio", "m€", "meuro", "m", "million", "millions"), 10**6
    ),
    **dict.fromkeys(("miliardo", "miliardi", "mld", "billion", "billions", "bn"), 10**9),
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NUMBER = r"\d+(?:[.,'’]\d+)*"
_CURRENCY = r"€|\beuro\b|\beur\b|\$|£|\bdollari\b|\bdollars?\b|\bsterline\b|\bpounds?\b"
_PATTERN = re.compile(
    rf"""
    (?P<time>(?<![\w.,:/])\d{{1,2}}:[0-5]\d(?![\w:/])
      |(?<=\bore\s)\d{{1,2}}[.:][0-5]\d(?!\w|[.,]\d))
  | (?P<iso>(?<![\w.,/-])\d{{4}}-\d{{2}}-\d{{2}}(?![\w-]))
  | (?P<numeric>(?<![\w.,/-])\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{4}}(?!\w))
  | (?P<worded>(?<![\w.,/-])(?P<day>\d{{1,2}})(?:°|º|\^|st|nd|rd|th)?\s+(?:of\s+|di\s+)?
      (?P<month>{_MONTH})\b\.?(?:,?\s+(?:del\s+|of\s+)?(?P<year>\d{{4}})(?!\w))?)
  | (?P<english>\b(?=[adfjmnos])(?P<emonth>{_MONTH})\b\.?\s+(?P<eday>\d{{1,2}})
      (?:st|nd|rd|th)?(?![\w.]\d|\d)(?:,?\s+(?P<eyear>\d{{4}})(?!\w))?)
  | (?P<monthly>\b(?=[adfgjlmnos])(?P<mmonth>{_MONTH})\b\.?,?\s+
      (?:del\s+|of\s+)?(?P<myear>\d{{4}})(?!\w))
  | (?P<code>(?<!\w)(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{{5,40}}(?!\w))
  | (?P<amount>(?:(?P<front>€|\beur(?:o)?\b|\$|£)\s?)?(?<![\w])(?<!\d[.,])(?P<digits>{_NUMBER})
      (?:\s?(?P<percent>%|per\ cento\b|percento\b|percent\b|per\ cent\b)
       |(?:\s?(?P<scale>mila|mille|milion[ei]|miliard[oi]|mln|mld|mio|meuro|m€|millions?|billions?
            |thousand|bn|(?-i:[kKM])(?!\w))(?![^\W_]))?
        (?:\s?(?:di\s|of\s)?(?P<back>{_CURRENCY}))?))
  | (?P<word>(?<![\w-])[cdefhmnoqstuvz][a-zé]{{2,24}}
      (?:-(?:one|two|three|four|five|six|seven|eight|nine)\b)?(?!\w)
      (?:\s(?P<wscale>mila|milion[ei]|miliard[oi]|millions?|billions?|thousand|hundred)\b)?
      (?:\s(?:di\s)?(?P<wback>{_CURRENCY}))?)
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a text: `key` is equal for equal values, however they are written.

    Keys: numbers and amounts "1000.5", percentages "20%", dates "2026-03-05", months "2026-03",
    days without a year "--03-05", years "2026", times "09:30", codes in lower case.
    Offsets refer to the text.
    """

    kind: ValueKind
    key: str
    start: int
    end: int


def values(text: str) -> list[Value]:
    """The values of `text` in order; small number words count as numbers, "one" does not."""
    return [value for match in _PATTERN.finditer(text) for value in _read(match)]


def number_of(word: str) -> int | None:
    """The whole number that digits or one small number word say, or None."""
    return int(word) if word.isdecimal() else _WORDS.get(word.lower())


def parts(value: Value) -> frozenset[str]:
    """The keys of all that a value says: a date also tells its month and year."""
    keys = {value.key}
    if value.kind == "date" and not value.key.startswith("--"):
        keys |= {value.key[:4], value.key[:7], "-" + value.key[4:]}
    elif value.kind == "month":
        keys.add(value.key[:4])
    elif value.kind == "time" and value.key.endswith(":00"):
        keys.add(str(int(value.key[:2])))
    return frozenset(keys)


def _read(match: re.Match[str]) -> Iterator[Value]:
    """The value that a match of `_PATTERN` says, or what its digits say if that is no value."""
    name = _form(match)
    if name == "code":
        yield Value("code", match.group().lower(), *match.span())
    elif name == "time":
        hour, minute = re.split("[.:]", match.group())
        yield Value("time", f"{int(hour):02d}:{minute}", *match.span())
    elif name == "amount":
        yield from _read_amount(match)
    elif name == "word":
        yield from _read_word(match)
    else:
        yield from _read_date(match, name)


def _form(match: re.Match[str]) -> str:
    names = ("time", "iso", "numeric", "worded", "english", "monthly", "code", "amount", "word")
    return next(name for name in names if match[name] is not None)


def _read_date(match: re.Match[str], name: str) -> Iterator[Value]:
    year: int | None
    if name == "iso":
        year, month, day = (int(part) for part in match.group().split("-"))
    elif name == "numeric":
        day, month, year = (int(part) for part in re.findall(r"\d+", match.group()))
    else:
        prefix = {"worded": "", "english": "e", "monthly": "m"}[name]
        month = _MONTHS[match[prefix + "month"].lower()]
        year = int(match[prefix + "year"]) if match[prefix + "year"] else None
        day = int(match[prefix + "day"]) if name != "monthly" else 0
    if not 1 <= month <= 12 or not 0 <= day <= 31:
        for digits in re.finditer(r"\d+", match.group()):
            at = match.start() + digits.start()
            yield Value("number", _plain(digits.group()), at, at + len(digits.group()))
        return
    whole = f"{year:04d}-{month:02d}" if year is not None else f"--{month:02d}"
    if day:
        yield Value("date", f"{whole}-{day:02d}", *match.span())
    else:
        yield Value("month", whole, *match.span())


def _read_amount(match: re.Match[str]) -> Iterator[Value]:
    digits = match["digits"]
    scale = _SCALES[match["scale"].lower()] if match["scale"] else 1
    if scale == 1 and not _is_one_number(digits):
        for part in re.finditer(r"\d+", digits):
            at = match.start("digits") + part.start()
            yield _plain_value(part.group(), at)
        return
    key = _number_key(digits, scale)
    if match["percent"]:
        yield Value("percent", key + "%", *match.span())
    elif match["front"] or match["back"] or (match["scale"] or "").lower() in ("m€", "meuro"):
        yield Value("amount", key, *match.span())
    elif scale == 1 and digits.isdigit():
        yield _plain_value(digits, match.start("digits"))
    else:
        yield Value("number", key, *match.span())


def _read_word(match: re.Match[str]) -> Iterator[Value]:
    word = re.split(r"\s", match["word"].lower(), maxsplit=1)[0]
    number = _WORDS.get(word)
    if number is None and word.endswith("mila") and word[:-4] in _WORDS:
        number = 1000 * _WORDS[word[:-4]]
    if number is None:
        return
    scale = (match["wscale"] or "").lower()
    key = str(number * (100 if scale == "hundred" else _SCALES.get(scale, 1)))
    yield Value("amount" if match["wback"] else "number", key, *match.span())


def _plain_value(digits: str, at: int) -> Value:
    is_year = len(digits) == 4 and "1000" <= digits <= "2100"
    key = digits if is_year else _plain(digits)
    return Value("year" if is_year else "number", key, at, at + len(digits))


def _plain(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _is_one_number(digits: str) -> bool:
    """Whether digits with separators are one number, not a row such as "4.2.1" or "12,14,16"."""
    marks = re.findall(r"[.,'’]", digits)
    groups = re.split(r"[.,'’]", digits)
    if len(marks) < 2:
        return True
    middle = groups[1:-1] if marks[-1] != marks[0] else groups[1:]
    return len(groups[0]) <= 3 and all(len(group) == 3 for group in middle)


def _number_key(digits: str, scale: int) -> str:
    """Read "1.000,50" and "1,000.50" as "1000.5".

    A single mark before three digits parts thousands, in either language.
    """
    groups = re.split(r"[.,'’]", digits)
    marks = re.findall(r"[.,'’]", digits)
    decimals = ""
    if marks:
        last = groups[-1]
        mixed = len(set(marks)) > 1
        single = len(marks) == 1 and (len(last) != 3 or groups[0] in ("0", "00") or scale > 1)
        if mixed or (single and marks[0] != "'"):
            decimals = groups.pop()
    number = Decimal(f"{''.join(groups)}.{decimals or '0'}") * scale
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
