"""Words for the reader that stand beside the verified sentences, in Italian and English."""

from assistant.types import AnswerStatus, Note, NoteKind

_TEXTS: dict[str, dict[str, str]] = {
    "it": {
        "searched": "I documenti della biblioteca non lo dicono. Ho cercato in {documents} "
        "documenti ({passages} passaggi): i passaggi più vicini sono indicati sotto.",
        "empty": "La biblioteca è vuota: aggiungere documenti con `ctl ingest CARTELLA`.",
        "left_out": "{dropped} frasi escluse perché non verificate nel documento citato.",
        "left_out_one": "Una frase esclusa perché non verificata nel documento citato.",
        "vectors": "La ricerca per significato è ancora in preparazione ({ready} passaggi su "
        "{passages}): la risposta può essere incompleta.",
    },
    "en": {
        "searched": "The documents of the library do not say. I searched {documents} documents "
        "({passages} passages): the nearest passages are listed below.",
        "empty": "The library is empty: add documents with `ctl ingest FOLDER`.",
        "left_out": "{dropped} sentences left out because the cited document does not bear "
        "them out.",
        "left_out_one": "One sentence left out because the cited document does not bear it out.",
        "vectors": "Search by meaning is still being prepared ({ready} of {passages} passages): "
        "the answer may be incomplete.",
    },
}


def note(kind: NoteKind, name: str, lang: str, **values: object) -> Note:
    """A remark in the reader's language; `values` fill the places in its text."""
    return Note(kind, _TEXTS.get(lang, _TEXTS["it"])[name].format(**values))


def carries_sentences(status: AnswerStatus) -> bool:
    """Whether answers of this status show sentences (contract)."""
    return status in (AnswerStatus.ANSWERED, AnswerStatus.PARTIAL, AnswerStatus.FALSE_PREMISE)


_EXAMPLES = {
    "it": (
        "Con quali atti sono stati riconosciuti i cluster lombardi?",
        "Quali sono i nove Cluster Tecnologici Lombardi?",
        "Il cluster della cosmesi è riconosciuto?",
        "Quando scadeva il bando Cluster Tecnologici per l'Innovazione – Edizione 2025?",
        "Di che cosa si occupa il cluster Fabbrica intelligente?",
        "Che differenza c'è tra riconoscimento come CTL e personalità giuridica?",
    ),
    "en": (
        "By which acts were the Lombardy clusters recognised?",
        "Which are the nine Lombardy technology clusters?",
        "Is the cosmetics cluster recognised?",
        "When did the 2025 call for the clusters close?",
        "What does the Intelligent Factory cluster deal with?",
    ),
}


def examples(lang: str) -> list[str]:
    """Questions that the shipped corpus answers, in the reader's language."""
    return list(_EXAMPLES.get(lang, _EXAMPLES["it"]))
