"""Completes a question that leans on the conversation with a model's help, in its own words only.

What the model writes is a question, no answer: it is used only where every word of it was said in
the conversation. Else the rules of `followup` complete the question.
"""

from assistant.model import ChatModel
from assistant.prompts import load_prompts
from assistant.types import Question, Turn, Usage
from corpus.errors import ModelError
from corpus.text import language, stems, values
from corpus.words import content_words

_LONG = 8
"""A question of more content words than this stands by itself."""
_TURNS = 6
_CHARACTERS = 600
"""Of each turn; older and longer ones hold nothing that a question leans on."""
_LONGEST = 400


def complete_with_model(question: Question, model: ChatModel) -> tuple[str, str, Usage]:
    """The whole question ("" where the rules shall complete it), the prompt's label, the usage."""
    turns = [one for one in question.history if one.content.strip()][-_TURNS:]
    if not turns or len(content_words(question.text)) > _LONG:
        return "", "", Usage()
    prompts = load_prompts()
    prompt = prompts["complete", language(question.text)]
    told = "\n".join(f"{_NAMES[one.role == 'user']}: {_short(one)}" for one in turns)
    reply = model.ask(prompt.fill(history=told, question=" ".join(question.text.split())))
    try:
        said = "".join(reply)
    except ModelError:
        return "", prompt.label, reply.usage
    lines = [line.strip(" \t\"'«»*") for line in said.strip().splitlines() if line.strip()]
    whole = lines[-1] if lines else ""
    known = " ".join([question.text, *(one.content for one in turns)])
    return (whole if _adds_nothing(whole, known) else ""), prompt.label, reply.usage


_NAMES = {True: "Persona", False: "Assistente"}


def _short(turn: Turn) -> str:
    return " ".join(turn.content.split())[:_CHARACTERS]


def _adds_nothing(whole: str, known: str) -> bool:
    """Whether a question is made of words and values of the conversation alone."""
    if not 3 <= len(whole) <= _LONGEST:
        return False
    held = {value.key for value in values(known)}
    if any(value.key not in held for value in values(whole)):
        return False
    return set(stems(whole)) <= set(stems(known)) | _asking()


def _asking() -> frozenset[str]:
    return frozenset(stems(_ASKING))


_ASKING = (
    "chi che cosa quando dove quanto quanti quale quali perché come è sono ha hanno per di del "
    "della who what when where which how why is are does do has have the of for in on by"
)
