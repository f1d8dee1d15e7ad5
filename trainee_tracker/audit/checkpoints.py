"""A seal as it is kept outside this machine."""

from __future__ import annotations

import json
from dataclasses import asdict

from trainee_tracker.audit.models import Seal
from trainee_tracker.audit.sealing import sealed_streams


def checkpoint_text(made: Seal) -> str:
    """Return a seal and the streams under it as one line of JSON."""
    told = {
        "seal": made.id,
        "at": made.recorded_at.isoformat(timespec="microseconds"),
        "root": made.root,
        "previous_root": made.previous_root,
        "signature": made.signature,
        "streams": [asdict(each) for each in sealed_streams(made.id)],
    }
    return json.dumps(told)
