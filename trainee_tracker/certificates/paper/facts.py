"""Everything a certificate says, as plain values frozen at the moment of issue.

The PDF is made from these facts alone and never made again; the public check page says the same
facts. A later change of a name, a logo colour or a course therefore cannot reach what was issued.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date
from types import UnionType
from typing import Any, Final, NamedTuple

from trainee_tracker.certificates.rules import is_well_formed
from trainee_tracker.messages import AnyOf, Message, Own, say, verbatim
from trainee_tracker.refusals import Refused

KINDS = ("award", "progress")
MOST_SIGNATORIES = 3
MOST_REQUIREMENTS = 60
"""A bound on the table of a progress certificate, since time to draw grows with its rows."""
LONGEST_NAME = 200
"""Four lines: beyond them no size of type keeps a name worth framing."""
LONGEST_TEXT = 400

OTHER_TITLES = ("course_title_other", "award_title_other")
"""The titles in the language of the holder's other name, where the course has them."""

NOT_FACTS: Final = say("These are not the facts of a certificate.")

_KINDS: dict[str, type | UnionType] = {"str": str, "str | None": str | None, "bool": bool}
"""How a field is written below -> of what kind its value is."""

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class RequirementLine(NamedTuple):
    """One row of a progress certificate: what is demanded, what is done, whether that is enough.

    `to_go_text` and `waiting_text` are amounts in words, empty where there is none. `share` and
    `waiting_share` are how far the bar goes: what counts, and what would once it is signed, in
    thousandths of what is needed. `is_share_of_whole` says that the need is a least share
    (attendance), not a sum that is reached bit by bit.
    """

    title: str
    have_text: str
    need_text: str
    met: bool
    to_go_text: str = ""
    waiting_text: str = ""
    share: int = 0
    waiting_share: int = 0
    is_share_of_whole: bool = False


class Signatory(NamedTuple):
    """One person who answers for the certificate, in the words of that day.

    `organisation` is the one for which they signed, as it is printed, and `signed` when they did,
    in words; either is empty where nothing is printed of it.
    """

    name: str
    capacity: str
    organisation: str = ""
    signed: str = ""


class Unprintable(Refused):
    """These facts cannot be printed faithfully; the text says why."""


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    """What one certificate says.

    `wording` continues the sentence "This is to certify that <holder> ..." in the course's own
    words, with a full stop; where it is empty the usual sentence names the course. `figures` are
    amounts that were reached, each for itself: "60 h of practice with families".
    `course_title_other` and `award_title_other` say both titles once more in `holder_other_lang`,
    where the course has them.
    """

    kind: str
    serial: str
    title: str
    holder_name: str
    holder_name_other: str | None = None
    holder_other_lang: str | None = None
    network_name: str
    partner_line: str | None = None
    issuer_line: str
    course_title: str
    award_title: str
    wording: str = ""
    figures: tuple[str, ...] = ()
    issued_on: date
    as_at: date | None = None
    requirements: tuple[RequirementLine, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    brand: str
    accent: str
    check_url: str
    check_host_text: str
    unverified: bool
    language: str = "en"
    course_title_other: str | None = None
    award_title_other: str | None = None

    def __post_init__(self) -> None:
        """Take lists and plain tuples for rows, and refuse what could not be printed faithfully."""
        rows = tuple(RequirementLine(*row) for row in self.requirements)
        object.__setattr__(self, "requirements", rows)
        object.__setattr__(self, "signatories", tuple(Signatory(*one) for one in self.signatories))
        object.__setattr__(self, "figures", tuple(self.figures))
        object.__setattr__(self, "brand", self.brand.lower())
        object.__setattr__(self, "accent", self.accent.lower())
        for optional in ("partner_line", "holder_name_other", "holder_other_lang", *OTHER_TITLES):
            object.__setattr__(self, optional, getattr(self, optional) or None)
        for refusal in self._refusals():
            raise Unprintable(refusal)

    def _refusals(self) -> Iterator[Message]:
        """Yield a sentence for each thing that is wrong with these facts."""
        if self.kind not in KINDS:
            kinds = AnyOf(tuple(map(verbatim, KINDS)))
            yield say(
                "A certificate is one of {kinds}, not “{kind}”.", kinds=kinds, kind=Own(self.kind)
            )
        if not is_well_formed(self.serial):
            yield say("The serial is not well formed.")
        if self.kind == "progress" and self.as_at is None:
            yield say("A progress certificate says the date as at which it stands.")
        if not (self.holder_name.strip() and self.title.strip() and self.network_name.strip()):
            yield say("A certificate has a title, a holder and a network.")
        if self.holder_name_other is not None and self.holder_other_lang is None:
            yield say("A name in another script needs its language.")
        if self.holder_other_lang is None and any(getattr(self, name) for name in OTHER_TITLES):
            yield say("A title in another language needs to say which.")
        for code in (self.language, self.holder_other_lang):
            if code is not None and not _LANGUAGE.fullmatch(code):
                yield say("“{code}” is not a language tag.", code=verbatim(code))
        for colour in (self.brand, self.accent):
            if not _COLOUR.fullmatch(colour):
                yield say("A colour is written #rrggbb, not “{colour}”.", colour=verbatim(colour))
        if not self.check_url.startswith(("https://", "http://")):
            yield say("The address for checking is a web address.")
        if len(self.signatories) > MOST_SIGNATORIES:
            yield say("At most {most} people sign a certificate.", most=MOST_SIGNATORIES)
        if max(len(self.requirements), len(self.figures)) > MOST_REQUIREMENTS:
            yield say("A certificate lists at most {most} requirements.", most=MOST_REQUIREMENTS)
        if max(len(self.holder_name), len(self.holder_name_other or "")) > LONGEST_NAME:
            yield say("A name on a certificate has at most {most} characters.", most=LONGEST_NAME)
        yield from self._refused_texts()

    def _refused_texts(self) -> Iterator[Message]:
        """Yield a sentence for each text that would not print as it reads."""
        for text in self.texts():
            if len(text) > LONGEST_TEXT:
                yield say(
                    "A text on a certificate has at most {most} characters.", most=LONGEST_TEXT
                )
            if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
                yield say("A text on a certificate has no control characters.")
            if _BIDI_CONTROLS & set(text):
                yield say("A text on a certificate does not turn the direction of reading round.")

    def texts(self) -> Iterator[str]:
        """Yield every text that someone wrote and the certificate shows."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                yield value
        yield from self.figures
        for row in self.requirements:
            yield from (each for each in row if isinstance(each, str))
        for signatory in self.signatories:
            yield from signatory

    @property
    def achieved(self) -> tuple[str, ...]:
        """Return what it says was done: the course's own sentence, if it has one, and the figures."""
        return (self.wording, *self.figures) if self.wording else self.figures

    def to_json(self) -> str:
        """Return the facts as canonical JSON: sorted keys, no spaces, every script as it is."""
        plain: dict[str, Any] = asdict(self)
        plain["issued_on"] = self.issued_on.isoformat()
        plain["as_at"] = self.as_at.isoformat() if self.as_at else None
        plain["requirements"] = [row._asdict() for row in self.requirements]
        plain["signatories"] = [signatory._asdict() for signatory in self.signatories]
        return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def names_same_holder_as(self, other: CertificateFacts) -> bool:
        """Return whether both name their holder alike, in each script."""
        return (self.holder_name, self.holder_name_other) == (
            other.holder_name,
            other.holder_name_other,
        )

    @classmethod
    def from_json(cls, text: str) -> CertificateFacts:
        """Return the facts that `to_json` wrote; raises Unprintable for anything else."""
        known = {field.name for field in fields(cls)}
        try:
            plain = json.loads(text)
            if isinstance(plain, dict) and "statement" in plain:
                plain = _of_first_design(plain)
            if not isinstance(plain, dict) or set(plain) != known:
                raise Unprintable(NOT_FACTS)
            plain["issued_on"] = date.fromisoformat(plain["issued_on"])
            plain["as_at"] = date.fromisoformat(plain["as_at"]) if plain["as_at"] else None
            plain["requirements"] = tuple(RequirementLine(**row) for row in plain["requirements"])
            plain["signatories"] = tuple(Signatory(**one) for one in plain["signatories"])
            facts = cls(**plain)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            raise Unprintable(NOT_FACTS) from error
        if not facts.has_kinds():
            raise Unprintable(NOT_FACTS)
        return facts

    def has_kinds(self) -> bool:
        """Return whether every value is of the kind that its field says; JSON can hold any."""
        return (
            all(
                isinstance(getattr(self, field.name), _KINDS[str(field.type)])
                for field in fields(self)
                if str(field.type) in _KINDS
            )
            and all(isinstance(each, str) for one in self.signatories for each in one)
            and all(isinstance(each, str) for each in self.figures)
            and all(_has_kinds_of_row(row) for row in self.requirements)
        )


def _has_kinds_of_row(row: RequirementLine) -> bool:
    """Return whether every value of a row is of the kind that its field says."""
    return all(
        type(value) is type(usual)
        for value, usual in zip(row, RequirementLine("", "", "", met=False), strict=True)
    )


def _of_first_design(plain: dict[str, Any]) -> dict[str, Any]:
    """Return facts of the first design, in which one sentence said all figures, as they read now."""
    kept = {name: value for name, value in plain.items() if name != "statement"}
    return {**kept, "wording": plain["statement"], "figures": ()}
