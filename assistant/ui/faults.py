"""What the page shows when something breaks: never "nothing found"."""

import logging

from assistant.ui.render import problem_html
from assistant.ui.wording import Texts
from corpus.errors import ProjectError

logger = logging.getLogger(__name__)


def fault_html(error: Exception, words: Texts) -> str:
    """Show a known failure with its advice; log any other with its trace and say so."""
    if isinstance(error, ProjectError):
        return problem_html(error.message, error.advice, words)
    logger.error("The page met an unexpected failure", exc_info=error)
    return problem_html(words.failed, "", words)
