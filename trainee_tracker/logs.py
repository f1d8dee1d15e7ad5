"""Logs: one JSON line an event, on standard error, and never a person's data.

A request is told by its route (`/hours/<int:entry_id>`), never by its web address, which may carry
a name or the token of a signing link. A fault is told by its kind and the lines of code it came
through, never by its message, which may quote what somebody entered.
"""

from __future__ import annotations

import logging
import re
import sys
import time
import traceback
import uuid
from typing import TYPE_CHECKING, Any, TextIO

import structlog
from flask import g, request
from flask.logging import default_handler

from config import Profile
from trainee_tracker import clock

if TYPE_CHECKING:
    from types import TracebackType

    from flask import Flask, Response
    from structlog.typing import EventDict, WrappedLogger

log: structlog.stdlib.BoundLogger = structlog.get_logger("trainee_tracker")
"""The project's own log: `log.info("standing_rebuilt", enrolments=12)`, an event in the past tense."""

_A_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def init_app(app: Flask) -> None:
    """Write the logs of `app`, and one line for every request it answers."""
    # Who tries the demonstration wants to read who can sign in, not a line for every picture.
    profile = app.config["SETTINGS"].profile
    configure(logging.INFO if profile is Profile.PRODUCTION else logging.WARNING)
    # The root's handler writes everything once; Flask's own would write it again as plain text.
    app.logger.removeHandler(default_handler)
    # Flask's own sentence about a fault names the address that was asked for.
    app.log_exception = _tell_failure  # type: ignore[method-assign]
    app.before_request(_begin)
    app.after_request(_tell)


def configure(level: int = logging.INFO) -> None:
    """Send structlog's events and the standard library's records to standard error as JSON."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    if not any(isinstance(handler, JsonHandler) for handler in root.handlers):
        root.addHandler(JsonHandler())
    root.setLevel(level)
    # These tell of every font and glyph at levels that others keep for what matters.
    for chatty in ("fontTools", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # It names the letters of somebody's name that a face lacks; the page that refuses says it better.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)


class JsonHandler(logging.StreamHandler[TextIO]):
    """Writes any record to standard error as one JSON line."""

    def __init__(self) -> None:
        """Take the formatter that turns both kinds of record into the same line."""
        logging.Handler.__init__(self)
        known = [structlog.contextvars.merge_contextvars, structlog.stdlib.add_log_level]
        self.formatter = structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=known,
            processors=[
                _tell_fault,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _stamp,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
            use_get_message=True,
        )

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """Return standard error as it is now: a test or a supervisor may have replaced it."""
        return sys.stderr


def _stamp(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    return {"at": clock.now().isoformat(timespec="milliseconds"), **event}


def _tell_fault(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    record = event.get("_record")
    fault = event.pop("exc_info", None) or (record.exc_info if record else None)
    event.pop("stack_info", None)
    if fault is True:
        fault = sys.exc_info()
    if isinstance(fault, BaseException):
        fault = (type(fault), fault, fault.__traceback__)
    if fault and fault[0] is not None:
        event["fault"] = f"{fault[0].__module__}.{fault[0].__qualname__}"
        event["through"] = _frames(fault[2])
        if record is not None and event.get("_from_structlog") is False:
            # The sentence as it stands in the code: filled in, it would name the address asked for.
            event["event"] = record.msg
    return event


def _frames(trace: TracebackType | None) -> list[str]:
    """Return the lines of code of a fault, outermost first, without any value."""
    return [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
    ]


def _begin() -> None:
    asked = request.headers.get("X-Request-ID", "")
    request_id = asked if _A_REQUEST_ID.fullmatch(asked) else uuid.uuid4().hex
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id)
    g.log_request_id = request_id
    g.log_began = time.perf_counter()


def _tell_failure(exc_info: Any) -> None:
    log.error("request_failed", exc_info=exc_info)


def _tell(response: Response) -> Response:
    # A request that is refused before `_begin` ran (an unreadable one) has neither.
    began = g.get("log_began", time.perf_counter())
    request_id = g.get("log_request_id", "")
    fields: dict[str, Any] = {
        "method": request.method,
        "route": request.url_rule.rule if request.url_rule else None,
        "status": response.status_code,
        "ms": round((time.perf_counter() - began) * 1000, 1),
    }
    if request.endpoint != "static":
        log.info("request_answered", **fields)
    response.headers["X-Request-ID"] = request_id
    structlog.contextvars.clear_contextvars()
    return response
