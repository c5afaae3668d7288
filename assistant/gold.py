"""Questions that the library's owner keeps an eye on, and the answers remembered for each."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.cases import Case, case_record, read_cases
from assistant.score import PageOf, Score, score
from assistant.types import Answer, Question
from corpus.errors import Damaged, InputError, NotHeld, StoreError
from corpus.locks import FolderLock

Ask = Callable[[Question], Answer]


@dataclass(frozen=True, slots=True)
class GoldAnswer:
    """What is remembered of an answer: a change of any of it is told."""

    question: str
    status: str
    sentences: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldCheck:
    """A gold question asked anew; `before` is None where nothing was remembered of it."""

    score: Score
    before: GoldAnswer | None
    now: GoldAnswer

    @property
    def changed(self) -> bool:
        """Whether the same question was answered otherwise."""
        asked_before = self.before is not None and self.before.question == self.now.question
        return asked_before and self.before != self.now


class GoldShelf:
    """The gold questions of one library folder: `gold.jsonl` and `gold-answers.json`."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made until the first question is added."""
        self._folder = folder
        self.path = folder / "gold.jsonl"
        self.wait_seconds = 10.0
        self._answers = folder / "gold-answers.json"

    def exists(self) -> bool:
        """Whether the owner keeps gold questions here."""
        return self.path.is_file()

    def cases(self) -> list[Case]:
        """The gold questions, in order; raises `InputError` for a line that is none."""
        return read_cases(self.path) if self.exists() else []

    def add(self, case: Case) -> Case:
        """Keep a question under a new id, or the one it has; raises `InputError` where taken."""
        with self._locked():
            cases = self.cases()
            taken = {one.id for one in cases}
            if case.id in taken:
                raise InputError(f"La domanda «{case.id}» c'è già.", "Scegliere un altro nome.")
            named = replace(case, id=case.id or _free_id(taken))
            self._write_cases([*cases, named])
        return named

    def remove(self, case_id: str) -> Case:
        """Take a question away with what is remembered of it; raises `NotHeld`."""
        with self._locked():
            cases = self.cases()
            found = [one for one in cases if one.id == case_id]
            if not found:
                raise NotHeld(f"Nessuna domanda «{case_id}».", "`ctl gold list` le elenca.")
            self._write_cases([one for one in cases if one.id != case_id])
            version, answers = self.remembered()
            answers.pop(case_id, None)
            self._write_answers(version, answers)
        return found[0]

    def remembered(self) -> tuple[int, dict[str, GoldAnswer]]:
        """The library version last asked, and the answers then; raises `Damaged`."""
        if not self._answers.is_file():
            return -1, {}
        try:
            record = json.loads(self._answers.read_text(encoding="utf-8"))
            answers = {
                str(name): GoldAnswer(
                    str(one["question"]),
                    str(one["status"]),
                    tuple(map(str, one["sentences"])),
                    tuple(map(str, one["documents"])),
                )
                for name, one in record["answers"].items()
            }
            return int(record["library_version"]), answers
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise Damaged(
                f"«{self._answers}» non si legge: {error}.",
                "Cancellarlo: `ctl gold check` lo rifà.",
            ) from error

    def check(self, ask: Ask, page_of: PageOf, version: int) -> list[GoldCheck]:
        """Ask every gold question, compare with what is remembered, remember the new answers.

        `version` is that of the library asked.
        """
        with self._locked():
            cases = self.cases()
            _, before = self.remembered()
            checks = [_check(case, ask, page_of, before.get(case.id)) for case in cases]
            self._write_answers(version, {one.score.case.id: one.now for one in checks})
        return checks

    def remember(self, case: Case, given: Answer, version: int) -> None:
        """Remember the answer to one question just added."""
        with self._locked():
            known, answers = self.remembered()
            self._write_answers(
                version if not answers else known, answers | {case.id: _answer(given)}
            )

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = FolderLock(self._folder, "gold")
        lock.acquire(self.wait_seconds)
        try:
            yield
        finally:
            lock.release()

    def _write_cases(self, cases: Sequence[Case]) -> None:
        lines = [json.dumps(case_record(one), ensure_ascii=False) for one in cases]
        _write_whole(self.path, "".join(f"{line}\n" for line in lines))

    def _write_answers(self, version: int, answers: Mapping[str, GoldAnswer]) -> None:
        record = {
            "library_version": version,
            "answers": {name: _remembered_record(one) for name, one in answers.items()},
        }
        _write_whole(self._answers, json.dumps(record, indent=1) + "\n")


def _write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with partial.open("w", encoding="utf-8", errors="backslashreplace") as writing:
            writing.write(text)
            writing.flush()
            os.fsync(writing.fileno())
        partial.replace(path)
    except OSError as error:
        raise StoreError(
            f"«{path}» non si scrive: {error.strerror}.", "Controllare spazio e permessi."
        ) from error


def _free_id(taken: set[str]) -> str:
    number = 1
    while f"g{number}" in taken:
        number += 1
    return f"g{number}"


def _check(case: Case, ask: Ask, page_of: PageOf, before: GoldAnswer | None) -> GoldCheck:
    given = ask(Question(case.question, case.id, case.history))
    return GoldCheck(score(case, given, page_of), before, _answer(given))


def _answer(given: Answer) -> GoldAnswer:
    return GoldAnswer(
        given.question,
        given.status.value,
        tuple(one.text for one in given.sentences),
        tuple(sorted({one.source for one in given.citations})),
    )


# --- as JSON --------------------------------------------------------------------------------


def check_record(one: GoldCheck) -> dict[str, Any]:
    """A gold question asked anew, for `ctl gold check --json`."""
    return {
        "id": one.score.case.id,
        "question": one.score.case.question,
        "expected": list(one.score.case.expect_status),
        "right": one.score.right,
        "missing": list(one.score.missing),
        "cited": one.score.cited,
        "changed": one.changed,
        "before": None if one.before is None else answer_fields(one.before),
        "now": answer_fields(one.now),
    }


def changes_record(checks: Sequence[GoldCheck]) -> dict[str, Any]:
    """What `ctl ingest --json` says of the gold questions."""
    return {
        "asked": len(checks),
        "wrong": [one.score.case.id for one in checks if not one.score.right],
        "changed": [check_record(one) for one in checks if one.changed],
        "error": None,
    }


def answer_fields(one: GoldAnswer) -> dict[str, Any]:
    """The parts of an answer that are compared."""
    return {
        "status": one.status,
        "sentences": list(one.sentences),
        "documents": list(one.documents),
    }


def _remembered_record(one: GoldAnswer) -> dict[str, Any]:
    return {"question": one.question, **answer_fields(one)}


def change_words(one: GoldCheck) -> str:
    """In one line, how the answer to a gold question changed."""
    if one.before is None:
        return f"{one.score.case.id}: prima risposta ({one.now.status})"
    told = []
    if one.before.status != one.now.status:
        told.append(f"esito da {one.before.status} a {one.now.status}")
    for name, old, new in (
        ("frasi", one.before.sentences, one.now.sentences),
        ("documenti citati", one.before.documents, one.now.documents),
    ):
        gone, come = len(set(old) - set(new)), len(set(new) - set(old))
        if gone or come:
            told.append(f"{name}: {come} in più, {gone} in meno")
        elif old != new:
            told.append(f"{name} in altro ordine")
    return f"{one.score.case.id} «{one.score.case.question}»: {'; '.join(told)}"
