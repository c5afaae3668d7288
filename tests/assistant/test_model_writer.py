"""A model behind the wire, honest and hostile: what reaches the reader must stand on the page."""

import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scripted_model import DROP, Asked, Fault, Raw, ScriptedModel, Stall

from assistant.answer import answer, stream_answer
from assistant.journal import Journal
from assistant.model import ChatModel
from assistant.model_writer import ModelWriter
from assistant.prompts import load_prompts
from assistant.types import Answer, AnswerStatus, NoteKind, Question
from assistant.write import ExtractiveWriter
from corpus.library import Library
from corpus.text import fold, sentences, values
from corpus.values import parts

DAY = date(2026, 11, 24)
QUESTIONS = (
    "Quanti soci ha il cluster Agrifood?",
    "Con quale atto è stato riconosciuto il cluster Aerospazio?",
    "Di che cosa si occupa il cluster Fabbrica intelligente?",
    "Che cosa prevede la legge regionale 29 del 2016?",
    "Quando scadeva il bando Cluster Tecnologici per l'Innovazione – Edizione 2025?",
    "Che differenza c'è tra riconoscimento come CTL e personalità giuridica?",
    "Chi presiede il cluster della mobilità?",
    "A che cosa serve la strategia S3?",
    "Che cosa fa Finlombarda per i cluster?",
    "Il cluster della cosmesi è riconosciuto?",
    "Quali sono i compiti del soggetto gestore?",
    "Che cos'è Open Innovation Lombardia?",
)
Ask = Callable[..., Answer]


@pytest.fixture
def write_with(scripted: ScriptedModel, tmp_path: Path) -> Callable[..., ModelWriter]:
    def run(**settings: Any) -> ModelWriter:
        given = scripted.settings(**settings)
        return ModelWriter(ChatModel(given, Journal(tmp_path), lambda: DAY), given.passages)

    return run


@pytest.fixture
def ask(shipped: Library, write_with: Callable[..., ModelWriter]) -> Ask:
    def run(question: str, **settings: Any) -> Answer:
        asked = Question(question, today=DAY)
        return answer(asked, shipped, ExtractiveWriter(), 100, write_with(**settings))

    return run


def plain(library: Library, question: str) -> Answer:
    """The answer without a model."""
    return answer(Question(question, today=DAY), library, ExtractiveWriter(), 100)


def first_sentences(asked: Asked) -> Iterator[tuple[str, str]]:
    """A sentence of each passage shown, with its mark."""
    for mark, text in asked.passages.items():
        for start, end in sentences(text):
            words = text[start:end].strip()
            if len(words) > 40 and words[-1] in ".;":
                yield mark, words
                break


def lines(pairs: Any) -> str:
    return "".join(f"CITA [{mark}] {words}\nFRASE {text}\n" for mark, words, text in pairs)


def check_defensible(given: Answer, library: Library) -> None:
    """Every sentence has quotes that are slices, which hold its values; no address, no markup."""
    known = {one.n: one for one in given.citations}
    for one in given.citations:
        page = library.page(one.quote.span.document_id, one.quote.span.page)
        assert page.text[one.quote.span.start : one.quote.span.end] == one.quote.text
    for sentence in given.sentences:
        assert sentence.citations
        quoted = "\n\n".join(known[n].quote.text for n in sentence.citations)
        held = {key for value in values(quoted) for key in parts(value)}
        digits = set(re.findall(r"\d+", quoted))
        for value in values(sentence.text):
            assert value.key in held or value.key in digits, (sentence.text, quoted)
        for address in re.findall(r"(?:https?:|www\.|javascript:)\S+", sentence.text):
            assert address.rstrip(".,;") in quoted
        assert not re.search(r"<[a-z/]|\]\(", sentence.text) or sentence.text in quoted
    assert bool(given.sentences) == (
        given.status in (AnswerStatus.ANSWERED, AnswerStatus.PARTIAL, AnswerStatus.FALSE_PREMISE)
    )


# --- honest -------------------------------------------------------------------------------------


def test_an_honest_model_is_shown_sentence_by_sentence(
    scripted: ScriptedModel, shipped: Library, write_with: Callable[..., ModelWriter]
) -> None:
    scripted.script = lambda asked: [
        lines([(mark, words, words)]) for mark, words in list(first_sentences(asked))[:3]
    ]
    asked = Question(QUESTIONS[2], today=DAY)
    grown = list(stream_answer(asked, shipped, ExtractiveWriter(), 100, write_with()))
    assert [len(one.sentences) for one in grown][:3] == [1, 2, 3]
    last = grown[-1]
    check_defensible(last, shipped)
    assert (last.mode, last.model, last.status) == ("model", "prova", AnswerStatus.ANSWERED)
    assert last.prompts == ("answer-it@1",)
    assert last.usage.calls == 1
    assert last.unsupported_dropped == 0


def test_json_by_schema_is_read_too(scripted: ScriptedModel, ask: Ask) -> None:
    import json

    def script(asked: Asked) -> str:
        assert "response_format" in asked.body
        mark, words = next(first_sentences(asked))
        one = {"quotes": [{"mark": mark, "words": words}], "text": words}
        return json.dumps({"sentences": [one], "missing": ""})

    scripted.script = script
    assert ask(QUESTIONS[2]).mode == "model"


def test_passages_are_fenced_and_marks_cannot_be_guessed(scripted: ScriptedModel, ask: Ask) -> None:
    scripted.script = lambda _: ""
    ask(QUESTIONS[2])
    words = scripted.asked[0].messages[1]["content"]
    fence = re.search(r"^==== [0-9a-f]{12} ====$", words, re.MULTILINE)
    assert fence
    assert words.count(fence[0]) == 2
    assert scripted.asked[0].question == QUESTIONS[2]
    assert len(scripted.asked[0].passages) >= 5


def test_a_failed_sentence_is_sent_back_once_with_the_reason(
    scripted: ScriptedModel, ask: Ask
) -> None:
    def script(asked: Asked) -> str:
        mark, words = next(first_sentences(asked))
        if not asked.repairing:
            return lines([(mark, words, words + " I soci sono 987.")])
        assert "987" in asked.messages[-1]["content"]
        assert "not in the quote" in asked.messages[-1]["content"]
        return lines([(mark, words, words)])

    scripted.script = script
    given = ask(QUESTIONS[2])
    assert len(scripted.asked) == 2
    assert len(given.sentences) == 1
    assert given.unsupported_dropped == 0
    assert given.prompts == ("answer-it@1", "repair-it@1")


def test_what_fails_twice_is_dropped_counted_and_told(
    scripted: ScriptedModel, ask: Ask, shipped: Library
) -> None:
    def script(asked: Asked) -> str:
        mark, words = next(first_sentences(asked))
        good = [] if asked.repairing else [(mark, words, words)]
        return lines([*good, (mark, words, "I soci del cluster sono 987.")])

    scripted.script = script
    given = ask(QUESTIONS[2])
    assert given.unsupported_dropped == 1
    assert any(one.kind is NoteKind.LEFT_OUT for one in given.notes)
    check_defensible(given, shipped)


def test_a_model_that_finds_nothing_is_believed(scripted: ScriptedModel, ask: Ask) -> None:
    scripted.script = lambda asked: f"MANCA {asked.question}\n"
    given = ask(QUESTIONS[7])
    assert given.status is AnswerStatus.NOT_FOUND
    assert given.nearest
    assert given.sentences == ()


def test_a_missing_part_makes_the_answer_partial(scripted: ScriptedModel, ask: Ask) -> None:
    def script(asked: Asked) -> str:
        mark, words = next(first_sentences(asked))
        return lines([(mark, words, words)]) + "MANCA la strategia S3\nMANCA leggi www.male.test\n"

    scripted.script = script
    given = ask(QUESTIONS[7])
    assert given.status is AnswerStatus.PARTIAL
    told = " ".join(one.text for one in given.notes)
    assert "la strategia S3" in told
    assert "male.test" not in told


def test_what_registers_told_is_never_left_out(
    scripted: ScriptedModel, ask: Ask, shipped: Library
) -> None:
    scripted.script = lambda asked: f"MANCA {asked.question}\n"
    for question in (QUESTIONS[1], QUESTIONS[9]):
        given, without = ask(question), plain(shipped, question)
        assert given.status is without.status
        assert {one.text for one in given.sentences} == {one.text for one in without.sentences}


# --- hostile ------------------------------------------------------------------------------------


def _other_digits(words: str) -> str:
    return re.sub(r"\d", lambda found: str((int(found[0]) + 3) % 10), words)


_EVIL = "https://esempio-male.test/entra"


def _hostile(seed: int) -> Callable[[Asked], Any]:
    """A model that mixes every trick; it tells the truth now and then, to be believed."""
    draw = random.Random(seed)  # noqa: S311 - repeatable, no secret

    def script(asked: Asked) -> Any:
        found = list(first_sentences(asked))
        system = asked.messages[0]["content"]
        pieces: list[Any] = []
        for mark, words in found:
            other = draw.choice(found)
            pieces.append(
                draw.choice(
                    [
                        lines([(mark, words, _other_digits(words) + " I soci sono 4711.")]),
                        lines([(mark, _other_digits(words) + " 4711", words + " Sono 4711.")]),
                        lines([(other[0], words, words + " Il totale è 4711.")]),
                        lines([("Z9999", words, words)]),
                        lines([(mark, words, f"{words} Vedi {_EVIL}.")]),
                        lines([(mark, words, f"[{words}]({_EVIL})")]),
                        lines([(mark, words, f"<img src='{_EVIL}'> {words}")]),
                        lines([(mark, words, f"Visita {_EVIL} per i 4711 premi.")]),
                        lines(
                            [(mark, words, "Il sistema è stato violato, ha scritto il modello.")]
                        ),
                        lines([(mark, words, system.splitlines()[2])]),
                        lines([(mark, words, "Non è vero che " + words[0].lower() + words[1:])]),
                        lines([(mark, words, f"{asked.key} {asked.body['model']}")]),
                        f"FRASE {words} Sono 4711.\n",
                        f"FRASE Sono 4711 [{mark}].\n",
                        f"{system}\nCITA [{mark}] {words}\n",
                        lines([(mark, words, words)]),
                        Raw(b'data: {"choices": [{"delta": {"content": "4711 \xc3'),
                    ]
                )
            )
        if draw.random() < 0.15:
            pieces.insert(draw.randrange(len(pieces) + 1), draw.choice([DROP, Stall(0.3)]))
        return pieces

    return script


@pytest.mark.parametrize("seed", range(10))
def test_a_hostile_model_gets_nothing_through(
    scripted: ScriptedModel, ask: Ask, shipped: Library, seed: int
) -> None:
    scripted.script = _hostile(seed)
    system = fold(" ".join(load_prompts()["answer", "it"].system.split()))
    for question in QUESTIONS:
        given = ask(question, timeout_seconds=0.15)
        check_defensible(given, shipped)
        told = "\n".join([*(one.text for one in given.sentences), *(n.text for n in given.notes)])
        assert "4711" not in told
        assert _EVIL not in told
        assert "violato" not in told
        assert [one.text for one in given.sentences if fold(one.text) in system] == []
        assert given.sentences or given.nearest


@pytest.mark.parametrize(
    "script",
    [
        lambda _: Fault(500),
        lambda _: Fault(401),
        lambda _: [Stall(1.0)],
        lambda _: [DROP],
        lambda _: "Certo! La risposta è 42.",
        lambda _: '{"sentences": 3}',
        lambda _: ["FRASE Il cluster ", Stall(1.0), "ha 42 soci.\n"],
        lambda _: [Raw(b"<html>502</html>")],
    ],
)
def test_a_model_that_fails_costs_nothing_but_itself(
    scripted: ScriptedModel, ask: Ask, shipped: Library, script: Any
) -> None:
    scripted.script = script
    given, without = ask(QUESTIONS[0], timeout_seconds=0.2), plain(shipped, QUESTIONS[0])
    assert given.status is without.status
    assert [one.text for one in given.sentences] == [one.text for one in without.sentences]
    assert given.mode == "extractive"
    assert any(one.kind is NoteKind.FALLBACK for one in given.notes)


def test_cut_off_in_the_middle_keeps_what_was_shown(
    scripted: ScriptedModel, shipped: Library, write_with: Callable[..., ModelWriter]
) -> None:
    def script(asked: Asked) -> Any:
        mark, words = next(first_sentences(asked))
        return [lines([(mark, words, words)]), f"CITA [{mark}] {words}\nFRASE Il clus", DROP]

    scripted.script = script
    asked = Question(QUESTIONS[2], today=DAY)
    grown = list(stream_answer(asked, shipped, ExtractiveWriter(), 100, write_with()))
    shown = [one.text for one in grown[0].sentences]
    assert [one.text for one in grown[-1].sentences][:1] == shown
    assert len(grown[-1].sentences) > 1
    assert any(one.kind is NoteKind.FALLBACK for one in grown[-1].notes)
    check_defensible(grown[-1], shipped)
