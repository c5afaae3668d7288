"""How near two texts of different languages are in meaning, by their vectors."""

from collections.abc import Callable

from corpus.embedder import Embedder
from corpus.errors import ModelError


class Closeness:
    """The cosine of two texts; 0.0 where there is no embedder to ask."""

    def __init__(self, embedder: Callable[[], Embedder]) -> None:
        """`embedder` is asked at the first use only."""
        self._embedder = embedder

    def __call__(self, one: str, other: str) -> float:
        """From -1 to 1; both texts are embedded as questions, the way that is symmetric."""
        try:
            first, second = self._embedder().queries([one, other])
        except ModelError:
            return 0.0
        return float(first @ second)
