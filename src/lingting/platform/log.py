"""Structured log: a constant message and keys; personal data only under `pii_…` keys."""

import logging
import re
import sys
from contextlib import suppress
from typing import Any, Literal, TextIO, cast

import structlog
from structlog.typing import EventDict, WrappedLogger

LogFormat = Literal["console", "json"]


def configure_log(format: LogFormat = "console", level: str = "info") -> None:
    """Sets the log up for this process; lines go to standard error."""
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _hide_personal_data,
            structlog.processors.format_exc_info,
            _hide_rows,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, Undisturbed(sys.stderr))),
        cache_logger_on_first_use=True,
    )


class Undisturbed:
    """A file for words: a disk without room costs some of them, never the work that says them."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, said: str) -> int:
        with suppress(OSError):
            self._file.write(said)
        return len(said)

    def flush(self) -> None:
        with suppress(OSError):
            self._file.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def hear_libraries() -> None:
    """Lets the warnings of libraries, and their tracebacks, go to standard error as well."""
    of_libraries = logging.StreamHandler(sys.stderr)
    of_libraries.setFormatter(_Plain("%(asctime)s [%(levelname)s] %(message)s (%(name)s)"))
    logging.basicConfig(handlers=[of_libraries], level=logging.WARNING)


_ROW = re.compile(
    r"^([|\s]*(?:DETAIL:|CONTEXT:\s+JSON data,)\s+).*?$"
    r"(?=\n[|\s]*(?:HINT:|QUERY:|CONTEXT:|LINE \d|\[SQL:|The above|During|\+-)|\s*\Z)",
    re.MULTILINE | re.DOTALL,
)
"""To its end: what is written in a row may have lines."""


def without_rows(text: str) -> str:
    """A traceback without the rows that the database quotes in its refusals."""
    return _ROW.sub(r"\1•••", text)


class _Plain(logging.Formatter):
    """What libraries log, the web server's tracebacks among it."""

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return without_rows(super().formatException(ei))


def _hide_rows(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    if isinstance(event.get("exception"), str):
        event["exception"] = without_rows(event["exception"])
    return event


def _hide_personal_data(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Shows that a personal value was there, never the value."""
    for key in event:
        if key.startswith("pii_"):
            event[key] = "•••"
    return event


def get_log(name: str) -> Any:
    """The logger of a module."""
    return structlog.get_logger(part=name)
