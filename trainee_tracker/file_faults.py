"""Why the machine did not open, read or write a file, in words that can be translated. Pure."""

from __future__ import annotations

import errno
from typing import Final

from trainee_tracker.messages import Message, Verbatim, say, verbatim

_KNOWN: Final = {
    errno.ENOENT: say("there is no such file or folder"),
    errno.EACCES: say("whoever runs this may not open it"),
    errno.EPERM: say("whoever runs this may not change it"),
    errno.EISDIR: say("it is a folder"),
    errno.ENOTDIR: say("what should be its folder is a file"),
    errno.EEXIST: say("something of that name is there already"),
    errno.ENOSPC: say("the disk is full"),
    errno.EROFS: say("the disk can only be read"),
}


def file_fault(error: OSError) -> Message | Verbatim:
    """Return why, as a clause; what is rarer stands in the words of the machine."""
    return _KNOWN.get(error.errno or 0) or verbatim(error.strerror or error)
