"""What tests of the tooling change for the whole process, put back."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

AS_MADE: tuple[list[logging.Handler], int, bool, bool] = ([], logging.NOTSET, True, False)
"""How a logger begins."""


def loggers() -> dict[str, logging.Logger]:
    """Return every logger there is by its name, and the root under an empty one."""
    made = {
        name: logger
        for name, logger in logging.Logger.manager.loggerDict.items()
        if isinstance(logger, logging.Logger)
    }
    return {"": logging.getLogger(), **made}


@pytest.fixture(autouse=True)
def loggers_as_before() -> Iterator[None]:
    """Leave every logger as it was for other tests.

    Setting up our logs changes the root, and whoever makes gunicorn's logger keeps `gunicorn.error`
    from passing anything on from then on: that would be silence in a test that comes later.
    """
    before = {
        name: (list(logger.handlers), logger.level, logger.propagate, logger.disabled)
        for name, logger in loggers().items()
    }
    yield
    for name, logger in loggers().items():
        handlers, level, logger.propagate, logger.disabled = before.get(name, AS_MADE)
        logger.handlers = list(handlers)
        logger.setLevel(level)
