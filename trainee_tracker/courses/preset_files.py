"""Presets: courses as TOML files that come with the project, one file a course.

The file's stem is the course's key. A preset that is wrong is refused with the file and what
is wrong in it, so that nobody opens a course on half of an accreditor's rules.
"""

import tomllib
from pathlib import Path

from trainee_tracker.accreditation.terms import Terms, TermsError, terms_from_dict

PRESETS = Path(__file__).parent / "presets"


class PresetError(ValueError):
    """A preset that cannot be used: which file, and what is wrong in it."""

    def __init__(self, file: str, message: str) -> None:
        """Keep the file apart from the sentence."""
        super().__init__(f"{file}: {message}")
        self.file = file
        self.message = message


def preset_keys() -> tuple[str, ...]:
    """Return the key of every preset that comes with the project, in alphabetical order."""
    return tuple(sorted(path.stem for path in PRESETS.glob("*.toml")))


def load_preset(key: str) -> Terms:
    """Return the terms of the preset called `key`, or raise PresetError."""
    if key not in preset_keys():
        message = f"there is no such preset. There are: {', '.join(preset_keys())}."
        raise PresetError(f"{key}.toml", message)
    return read_preset(PRESETS / f"{key}.toml")


def read_preset(path: Path) -> Terms:
    """Return the terms that a preset file says, or raise PresetError."""
    try:
        terms = terms_from_dict(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise PresetError(path.name, f"cannot be read as text: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise PresetError(path.name, f"is not TOML: {error}.") from error
    except TermsError as error:
        raise PresetError(path.name, str(error)) from error
    if terms.key != path.stem:
        raise PresetError(path.name, f"key: “{terms.key}” is not the name of the file.")
    return terms
