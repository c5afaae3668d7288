import json
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.replies import Missing, WrittenQuote, WrittenSentence, read_reply
from corpus.errors import ReplyInvalid

_LINES = """CITA [K0A1B] il cluster è nato nel 2031
FRASE Il cluster è nato nel 2031.
CITA [K0A1B] «ha 20 soci»
CITA [M22FF]: "venti soci"
FRASE Ha 20 soci [K0A1B].
MANCA chi lo presiede
"""
_RECORD = {
    "sentences": [
        {
            "quotes": [{"mark": "[K0A1B]", "words": "il cluster è nato nel 2031"}],
            "text": "Il cluster è nato nel 2031.",
        },
        {
            "quotes": [
                {"mark": "K0A1B", "words": "ha 20 soci"},
                {"mark": "M22FF", "words": "venti soci"},
            ],
            "text": "Ha 20 soci [K0A1B].",
        },
    ],
    "missing": "chi lo presiede",
}
_READ = [
    WrittenSentence(
        "Il cluster è nato nel 2031.", (WrittenQuote("K0A1B", "il cluster è nato nel 2031"),)
    ),
    WrittenSentence(
        "Ha 20 soci.", (WrittenQuote("K0A1B", "ha 20 soci"), WrittenQuote("M22FF", "venti soci"))
    ),
    Missing("chi lo presiede"),
]
_ENGLISH = (
    _LINES.replace("CITA", "QUOTE").replace("FRASE", "**SENTENCE:**").replace("MANCA", "Missing")
)


@pytest.mark.parametrize(
    "whole",
    [
        _LINES,
        _ENGLISH,
        "<think>Il cluster… CITA?</think>\n" + _LINES,
        json.dumps(_RECORD, ensure_ascii=False),
        json.dumps(_RECORD, indent=2),
        "```json\n" + json.dumps(_RECORD) + "\n```",
    ],
)
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_both_forms_in_pieces_of_any_size(whole: str, size: int) -> None:
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    read = list(read_reply(pieces))
    assert [one for one in read if one in _READ] == _READ[: len(read)]
    assert len(read) == len(_READ)


@pytest.mark.parametrize("whole", [_LINES, json.dumps(_RECORD)])
def test_a_sentence_comes_as_soon_as_it_is_whole(whole: str) -> None:
    heard: list[str] = []

    def pieces() -> Iterable[str]:
        for char in whole:
            heard.append(char)
            yield char

    first = next(iter(read_reply(pieces())))
    assert first == _READ[0]
    end = whole.index("2031.") + len("2031.")
    assert len(heard) <= end + 2


def test_marks_in_a_sentence_count_where_no_quote_has_them() -> None:
    assert list(read_reply(["FRASE È nato nel 2031 [K0A1B].\n"])) == [
        WrittenSentence("È nato nel 2031.", (WrittenQuote("K0A1B", ""),))
    ]


@pytest.mark.parametrize(
    "reply",
    [
        "Certo! Ecco la risposta: il cluster è nato nel 2031.",
        "{",
        '{"answer": "il cluster"}',
        "[[[[" * 1_000,
        '{"sentences": [' + '{"a":' * 10_000 + "}",
        '{"sentences": [' + '{"text": }' * 500,
    ],
)
def test_what_keeps_to_no_form_is_invalid_or_empty(reply: str) -> None:
    try:
        assert list(read_reply([reply])) == []
    except ReplyInvalid:
        return
    assert reply.startswith('{"sentences"')


def test_an_endless_list_is_cut() -> None:
    with pytest.raises(ReplyInvalid):
        list(read_reply(f"FRASE Frase numero {n}.\n" for n in range(1_000)))


@given(st.lists(st.text(max_size=40), max_size=20))
def test_any_reply_is_read(pieces: list[str]) -> None:
    try:
        read = list(read_reply(pieces))
    except ReplyInvalid:
        return
    assert all(isinstance(one, WrittenSentence | Missing) for one in read)
