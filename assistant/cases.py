"""Questions whose answer is known: how a line of a case file is read and written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.phrases import carries_sentences
from assistant.types import AnswerStatus, Turn
from corpus.errors import InputError

SPEAKING = frozenset(one.value for one in AnswerStatus if carries_sentences(one))
AS_IF_TRUE = frozenset({AnswerStatus.ANSWERED.value, AnswerStatus.PARTIAL.value})
_NO_ANSWER = frozenset({AnswerStatus.NOT_FOUND.value, AnswerStatus.OUT_OF_SCOPE.value})
REFUSALS = frozenset(one.value for one in AnswerStatus) - SPEAKING - {AnswerStatus.FAILED.value}


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what a right answer must hold (contract: a line of `ctl eval`).

    Each of `keywords` is a choice of words parted by "|", one of which must be in the answer;
    none of `forbidden` may be. `documents` are those that hold the answer: any of them will do.
    """

    id: str
    question: str
    kind: str
    expect_status: tuple[str, ...]
    keywords: tuple[str, ...]
    documents: tuple[str, ...]
    pages: tuple[int, ...]
    history: tuple[Turn, ...] = ()
    lang: str = "it"
    forbidden: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether only an answer with sentences is right, and no contradiction."""
        return set(self.expect_status) <= AS_IF_TRUE

    @property
    def unanswerable(self) -> bool:
        """Whether the library holds no answer: an attack or an unclear question is neither."""
        named = set(self.expect_status)
        return named <= REFUSALS and bool(named & _NO_ANSWER) and self.kind != "attack"


def read_cases(path: Path) -> list[Case]:
    """The cases of a file; raises `InputError` naming the first line that is none."""
    cases = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"«{path}» non si legge: {error}.", "Controllare il file.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            cases.append(read_case(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"{path}, riga {number}: non è un caso ({error}).", "Vedere contract, `ctl eval`."
            ) from error
    return cases


def read_case(line: Mapping[str, Any]) -> Case:
    """The case of one line; raises ValueError, KeyError, TypeError or AttributeError."""
    expected = line.get("expect_status", "answered")
    return Case(
        id=str(line["id"]),
        question=str(line["question"]),
        kind=str(line.get("kind", "answerable")),
        expect_status=tuple(expected.split("|")) if isinstance(expected, str) else tuple(expected),
        keywords=tuple(line.get("keywords") or ()),
        documents=tuple(line.get("documents") or ()),
        pages=tuple(line.get("pages") or ()),
        history=tuple(Turn(turn["role"], turn["content"]) for turn in line.get("history") or ()),
        lang=str(line.get("lang", "it")),
        forbidden=tuple(line.get("forbidden") or ()),
    )


def case_record(case: Case) -> dict[str, Any]:
    """The line of a case."""
    return {
        "id": case.id,
        "question": case.question,
        "history": [{"role": turn.role, "content": turn.content} for turn in case.history],
        "lang": case.lang,
        "kind": case.kind,
        "expect_status": "|".join(case.expect_status),
        "keywords": list(case.keywords),
        "documents": list(case.documents),
        "pages": list(case.pages),
        "forbidden": list(case.forbidden),
    }
