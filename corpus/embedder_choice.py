"""Which embedder a library is searched with: the configured one, if its vectors are of it."""

from pathlib import Path

from corpus.embedder import AUTO_KINDS, Embedder, kind_of, known_kind, open_embedder
from corpus.embedder_remote import RemoteEmbedder, read_dimension
from corpus.errors import EmbeddingChanged, ModelUnavailable, SettingsError
from corpus.settings import REMOTE, RetrievalSettings


def choose_embedder(settings: RetrievalSettings, made: str | None, cache: Path) -> Embedder:
    """The embedder of the settings; `made` is the id of the one that made the vectors held.

    `auto` takes the very one that made them. Raises `EmbeddingChanged` where they are of another,
    whose vectors must not be compared with them.
    """
    wanted = settings.embeddings
    if wanted.startswith(REMOTE):
        return _open_remote(settings, made)
    if made is None:
        return open_embedder(wanted, cache)
    kind = known_kind(wanted)
    if kind == "auto" and kind_of(made) in AUTO_KINDS:
        return _open_made(made, cache)
    if kind != kind_of(made):
        raise _changed(made, wanted)
    embedder = open_embedder(wanted, cache)
    if embedder.id != made:
        raise _changed(made, embedder.id)
    return embedder


def _open_remote(settings: RetrievalSettings, made: str | None) -> Embedder:
    model = settings.embeddings.removeprefix(REMOTE).strip()
    if not model:
        raise SettingsError(
            f"CTL_EMBEDDINGS={REMOTE} non dice il modello.",
            f"Per esempio: CTL_EMBEDDINGS={REMOTE}text-embedding-3-small.",
        )
    dimension = None if made is None else read_dimension(made, model)
    if made is not None and dimension is None:
        raise _changed(made, settings.embeddings)
    return RemoteEmbedder(model, settings, dimension)


def _open_made(made: str, cache: Path) -> Embedder:
    """The embedder that made the vectors; where it is gone the one that `auto` gives is named."""
    try:
        return open_embedder(made, cache)
    except ModelUnavailable as error:
        raise _changed(made, open_embedder("auto", cache).id) from error


def _changed(made: str, wanted: str) -> EmbeddingChanged:
    return EmbeddingChanged(
        f"I vettori della biblioteca sono di «{made}», le impostazioni chiedono «{wanted}».",
        "Rifarli tutti con `ctl reembed`, o cambiare CTL_EMBEDDINGS.",
    )
