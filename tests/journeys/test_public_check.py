"""Anyone with a certificate in their hand: is it what it says, and does it still stand?"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from tests.achievements import finish, sign_award
from tests.cast import NOW, request_id
from tests.journeys.conftest import OpenWindow
from tests.journeys.visitor import Visitor, behind_the_scenes
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.wording import CheckAddress
from trainee_tracker.certificates.rules import grouped
from trainee_tracker.extensions import db


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_anyone_checks_a_certificate(
    open_window: OpenWindow, site: str, tmp_path: Path, width: int
) -> None:
    serial, pdf = an_award(site)
    anyone = open_window(width=width)
    type_the_serial(anyone, serial)
    hand_over_the_file(anyone, pdf, tmp_path)
    mistype_the_serial(anyone, serial)
    after_it_was_revoked(anyone, serial, tmp_path)


def an_award(site: str) -> tuple[str, bytes]:
    with behind_the_scenes() as cast:
        finish(cast, cast.enrolment)
        signature = sign_award(cast, cast.enrolment, "award", now=NOW)
        award = actions.issue_award(
            cast.enrolment,
            signature=signature,
            address=CheckAddress(site),
            actor=cast.training_lead,
            at=NOW,
        )
        return award.serial, award.pdf


def type_the_serial(anyone: Visitor, serial: str) -> None:
    anyone.open("/check").sees_title("Check a certificate").press("Check the serial")
    anyone.sees("Enter the serial that is printed on the certificate")
    anyone.fill("Serial", " ".join(grouped(serial).lower().split("-"))).press("Check the serial")
    anyone.sees_title("This certificate is valid").sees("Abena Osei", grouped(serial))


def hand_over_the_file(anyone: Visitor, pdf: bytes, folder: Path) -> None:
    genuine, altered = folder / "certificate.pdf", folder / "altered.pdf"
    genuine.write_bytes(pdf)
    altered.write_bytes(pdf[:-2] + bytes([pdf[-2] ^ 1]) + pdf[-1:])
    anyone.give_file("The certificate as a PDF", genuine).press("Check the file")
    anyone.sees_title("This file is genuine and valid").sees("It is the very file")
    anyone.give_file("The certificate as a PDF", altered).press("Check the file")
    anyone.sees_title("This is not a file we issued").does_not_see("Abena Osei")


def mistype_the_serial(anyone: Visitor, serial: str) -> None:
    wrong = ("A" if serial[0] != "A" else "B") + serial[1:]
    anyone.follow("Check another").fill("Serial", wrong).press("Check the serial")
    anyone.sees("One letter or number is not right.")
    unknown = "00000000000000000000000" + "0"
    anyone.open(f"/check/{unknown}", status=404).sees_title("We do not know this certificate")


def after_it_was_revoked(anyone: Visitor, serial: str, folder: Path) -> None:
    with behind_the_scenes() as cast:
        award = db.session.scalars(select(Certificate)).one()
        ending.revoke_certificate(
            award,
            reason="Issued to the wrong person",
            actor=cast.training_lead,
            at=NOW,
            request_id=request_id("revoke"),
        )
    anyone.follow("Check again").fill("Serial", serial).press("Check the serial")
    anyone.sees_title("This certificate is revoked").does_not_see("Issued to the wrong person")
    anyone.give_file("The certificate as a PDF", folder / "certificate.pdf")
    anyone.press("Check the file").sees_title("This file is genuine, but revoked")
