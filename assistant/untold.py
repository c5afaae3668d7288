"""Finds the sentence by which a document says that a field of a cluster is not known."""

import re

from assistant.asked import Asked
from assistant.fields import asks_for
from assistant.retrieve import Retrieval
from assistant.types import DraftSentence
from assistant.write import display
from corpus.clusters import find_clusters, level
from corpus.types import Span

_READ = 40
_NOT_KNOWN = re.compile(
    r"\b(?:le fonti|nessuna fonte|i documenti|nessun documento|le pagine)\b[^.;]{0,30}"
    r"\b(?:non (?:dicon|indica|riporta|precisa|specifica|chiari)\w*|dice|indica|riporta)"
    r"|\bnon (?:e|sono|viene|vengono|risulta\w*) (?:\w+ )?(?:indicat|not[oaie]\b|riportat|precisat"
    r"|specificat|dett[oaie]\b|disponibil)"
    r"|\b(?:no source|the sources|no document|the documents)\b[^.;]{0,30}"
    r"\b(?:not|says|gives|tells)\b"
    r"|\b(?:is|are) not (?:known|stated|given|told|published)"
)


def find_untold(asked: Asked, retrieval: Retrieval) -> DraftSentence | None:
    """The first sentence of the best passages that says it of the cluster and field asked for."""
    for passage in retrieval.passages[:_READ]:
        chunk = passage.chunk
        head = " ".join([passage.document.title, *chunk.section])
        for start, end in chunk.sentences:
            words = chunk.text[start - chunk.start : end - chunk.start]
            low = level(words)
            if _NOT_KNOWN.search(low) is None or not asks_for(low, asked.fields):
                continue
            named = {m.cluster_id for m in find_clusters(words, hinted=True) if m.cluster_id}
            named = named or {m.cluster_id for m in find_clusters(head, hinted=True)}
            if set(asked.clusters) & named:
                span = Span(chunk.document_id, chunk.page, start, end)
                return DraftSentence(display(words), (span,), _GROUP)
    return None


_GROUP = 1_000
"""Behind whatever else is told."""
