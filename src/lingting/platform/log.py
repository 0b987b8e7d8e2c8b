"""Structured log: a constant message and keys; personal data only under `pii_…` keys."""

import logging
import sys
from typing import Any, Literal

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
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _hide_personal_data(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Shows that a personal value was there, never the value."""
    for key in event:
        if key.startswith("pii_"):
            event[key] = "•••"
    return event


def get_log(name: str) -> Any:
    """The logger of a module."""
    return structlog.get_logger(part=name)
