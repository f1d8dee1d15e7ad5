"""How long an invitation is open; knows no database."""

from __future__ import annotations

from datetime import timedelta

INVITATION_VALIDITY = timedelta(days=14)
