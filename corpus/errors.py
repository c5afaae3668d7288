"""The error tree: every failure that a person can do something about.

ProjectError (message, advice)      exit code · HTTP status
├ InputError     1 · 422   UnreadableFile, EncryptedPdf, UnknownFormat, NoText, NotHeld
├ SettingsError  2 · 500
├ StoreError     3 · 500   NotBuilt, Locked, Damaged, EmbeddingChanged
├ ModelError     4 · 503   ModelUnavailable (retry), ReplyInvalid
└ AccessError    5 · 403

"Nothing found" is a status of an answer, never an error.
"""

from typing import ClassVar


class ProjectError(Exception):
    """A failure with one sentence on what happened and one on what to do next."""

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, advice: str = "") -> None:
        """Keep `message` (what happened) and `advice` (what to do next) as given."""
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        """Both sentences, as the doors print them."""
        return f"{self.message} {self.advice}".strip()


class InputError(ProjectError):
    """What was offered cannot be used."""

    exit_code = 1
    http_status = 422


class UnreadableFile(InputError):
    """The bytes are broken: no reader can open them."""


class EncryptedPdf(InputError):
    """The PDF asks for a password."""


class UnknownFormat(InputError):
    """The content is of no kind that a reader exists for."""


class NoText(InputError):
    """The file opens but no page of it holds readable text."""


class NotHeld(InputError):
    """A document, page or act was named that the library does not hold."""


class SettingsError(ProjectError):
    """Wrong usage or a wrong setting."""

    exit_code = 2
    http_status = 500


class StoreError(ProjectError):
    """The library cannot be used as it is."""

    exit_code = 3
    http_status = 500


class NotBuilt(StoreError):
    """There is no library in the folder."""


class Locked(StoreError):
    """Another process holds the lock beyond the wait."""


class Damaged(StoreError):
    """A part of the library cannot be read."""


class EmbeddingChanged(StoreError):
    """The vectors were made by another embedder than the one at hand."""


class ModelError(ProjectError):
    """A model that the call cannot do without failed."""

    exit_code = 4
    http_status = 503


class ModelUnavailable(ModelError):
    """No model answers; trying again may help."""


class ReplyInvalid(ModelError):
    """The model answered with something that cannot be used."""


class AccessError(ProjectError):
    """The person may not do this."""

    exit_code = 5
    http_status = 403
