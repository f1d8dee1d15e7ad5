"""An award is issued again with the figures, the name and the design of now, or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest

from tests.achievements import finish, log, sign_award, sign_off
from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast, request_id
from tests.certificates.conftest import ADDRESS
from tests.certificates.leads import second_lead
from tests.certificates.support import changing
from tests.certificates.support.changing import (
    LATER,
    correct,
    decide,
    entries_of,
    first_practice,
    keep,
    stored,
    take_back,
)
from tests.naming import name_anew
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates import queries
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.ending.reissuing import reissue_of
from trainee_tracker.certificates.issuing import actions, drawing
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.certificates.support.recounting import recount_of
from trainee_tracker.certificates.support.rules import Verdict
from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed


def again(
    award: Certificate, cast: Cast, name: str = "again", *, actor: Person | None = None
) -> Certificate:
    """Issue the award again, as the page shows it now."""
    made = ending.reissue_award(
        award,
        reason="The figures were corrected",
        digest_seen=digest_of(ending.reissue_shown(award)),
        address=ADDRESS,
        actor=actor or cast.training_lead,
        at=LATER,
        request_id=request_id(name),
    )
    db.session.commit()
    return made


def facts_of(certificate: Certificate) -> CertificateFacts:
    return CertificateFacts.from_json(certificate.facts)


def test_with_nothing_changed_it_is_refused_and_the_page_says_so(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    page = browser.sign_in(cast.training_lead).get(f"/certificates/{award.id}/reissue")
    assert "Nothing would change: name, figures, language and design" in page.text
    with pytest.raises(Impossible, match="Nothing would change"):
        again(award, cast)
    db.session.rollback()
    assert queries.successor_of(award) is None


def test_new_hours_or_a_later_version_change_nothing(cast: Cast, award: Certificate) -> None:
    changing.move(cast, 4200)
    db.session.commit()
    with pytest.raises(Impossible, match="Nothing would change"):
        again(award, cast)


def test_the_figures_are_those_of_the_record_and_the_page_shows_them_before(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    changing.retake(cast, changing.classes_of(cast.cohort)[0], Mark.ABSENT)
    db.session.commit()
    row = stored(award)
    assert row is not None
    assert row.verdict is Verdict.LOWER
    address = f"/certificates/{award.id}/reissue"
    page = browser.sign_in(cast.training_lead).get(address)
    assert "72 h of teaching" in page.text
    assert "60 h of teaching" in page.text
    page = browser.submit(
        page, {"reason": "The register was wrong", "password": PASSWORD}, follow=True
    )
    newer = queries.successor_of(award)
    assert newer is not None
    before, after = facts_of(award), facts_of(newer)
    assert "72 h of teaching" in before.figures
    assert "60 h of teaching" in after.figures
    assert (after.issued_on, after.holder_name) == (before.issued_on, before.holder_name)
    row = stored(newer)
    assert row is not None
    assert row.verdict is Verdict.SUPPORTED
    assert stored(award) is None


def test_the_minutes_that_the_supervisor_signed_off_are_counted_again(
    cast: Cast, award: Certificate
) -> None:
    decide(cast, correct(entries_of(cast.enrolment, "supervision")[0], 660))
    db.session.commit()
    newer = again(award, cast)
    before, after = facts_of(award), facts_of(newer)
    assert before.signatories[0] == after.signatories[0]
    assert before.signatories[1].capacity == "Supervisor, who signed off 70 h"
    assert after.signatories[1].capacity == "Supervisor, who signed off 71 h"
    assert after.signatories[1].organisation == "Grace Network"
    assert "11 h of systemic supervision" in after.figures
    row = stored(newer)
    assert row is not None
    assert row.verdict is Verdict.SUPPORTED
    with pytest.raises(Impossible, match="Nothing would change"):
        again(newer, cast, "once more")


def test_an_award_that_the_record_does_not_support_is_not_issued_again(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    page = browser.sign_in(cast.training_lead).get(f"/certificates/{award.id}/reissue")
    assert "The record no longer supports this award" in page.text
    with pytest.raises(Impossible, match="The record no longer supports this award"):
        again(award, cast)


def test_a_kept_award_is_issued_again_with_its_figures_and_stays_kept(
    cast: Cast, award: Certificate
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    keep(award, cast.community_lead)
    keep(award, cast.statutory_lead)
    db.session.commit()
    newer = again(award, cast)
    assert "48 h of practice with families" in facts_of(newer).figures
    row = stored(newer)
    assert row is not None
    assert (row.verdict, row.is_kept) == (Verdict.UNSUPPORTED, True)
    take_back(cast, entries_of(cast.enrolment)[1])
    row = stored(newer)
    assert row is not None
    assert not row.is_kept


def test_a_new_design_is_a_change(
    cast: Cast, award: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "TEMPLATE_VERSION", drawing.present_design() + 1)
    reissue = reissue_of(award)
    assert reissue.changes
    newer = again(award, cast)
    assert newer.template_version == award.template_version + 1


def test_a_name_in_another_language_brings_the_titles_of_the_course(
    cast: Cast, award: Certificate
) -> None:
    name_anew(cast.trainee, other_name="أبينا أوسي", other_language="ar")
    db.session.commit()
    newer = again(award, cast)
    assert facts_of(newer).holder_other_lang == "ar"
    assert facts_of(newer).achieved == facts_of(award).achieved


def test_who_issued_it_again_signed_what_was_and_what_becomes(
    cast: Cast, award: Certificate
) -> None:
    name_anew(cast.trainee, "Abena Osei-Mensah")
    db.session.commit()
    newer = again(award, cast)
    assert newer.signature is not None
    shown = json.loads(newer.signature.shown)
    assert (shown["was"]["name"], shown["becomes"]["name"]) == ("Abena Osei", "Abena Osei-Mensah")
    assert shown["was"]["says"] == shown["becomes"]["says"]


def test_with_nobody_left_who_signed_off_only_the_issuer_answers(
    cast: Cast, award: Certificate
) -> None:
    for entry in (*entries_of(cast.enrolment), *entries_of(cast.enrolment, "supervision")):
        take_back(cast, entry)
    db.session.commit()
    assert [each.capacity for each in reissue_of(award).becomes.facts.signatories] == [
        "Training lead"
    ]


def test_a_lead_of_elsewhere_does_not_issue_it_again(cast: Cast, award: Certificate) -> None:
    name_anew(cast.trainee, "Abena Mensah")
    for actor in (cast.outsider_lead, cast.community_lead, cast.supervisor):
        with pytest.raises(
            NotAllowed, match="Only a training lead of the network or of its partner does this"
        ):
            again(award, cast, actor.full_name, actor=actor)
        db.session.rollback()
    assert queries.successor_of(award) is None


def test_a_lead_of_the_partner_issues_it_again_for_the_partner(
    cast: Cast, award: Certificate
) -> None:
    name_anew(cast.trainee, "Abena Mensah")
    newer = again(award, cast, actor=second_lead(cast, cast.trust))
    assert newer.signature is not None
    assert newer.signature.on_behalf_of == "City Health Trust"


def test_who_leads_training_no_more_issues_nothing_they_had_signed(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    signature = sign_award(cast, cast.enrolment, "award", now=NOW)
    (grant,) = cast.training_lead.grants
    roles.end_role(grant, actor=cast.administrator, at=NOW)
    db.session.commit()
    with pytest.raises(
        NotAllowed, match="Only a training lead of the network or of its partner does this"
    ):
        actions.issue_award(
            cast.enrolment,
            signature=signature,
            address=ADDRESS,
            actor=cast.training_lead,
            at=NOW,
        )


def test_asking_for_the_design_loads_nothing_that_draws() -> None:
    asked = (
        "import sys; from trainee_tracker.certificates.issuing.drawing import present_design;"
        "present_design(); sys.exit('weasyprint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_the_same_request_with_another_reason_is_a_conflict(cast: Cast, award: Certificate) -> None:
    name_anew(cast.trainee, "Abena Mensah")
    seen = digest_of(ending.reissue_shown(award))

    def reissue(reason: str, actor: Person) -> Certificate:
        return ending.reissue_award(
            award,
            reason=reason,
            digest_seen=seen,
            address=ADDRESS,
            actor=actor,
            at=LATER,
            request_id=request_id("once"),
        )

    made = reissue("Married", cast.training_lead)
    db.session.commit()
    assert reissue("Married", cast.training_lead) is made
    with pytest.raises(Conflict):
        reissue("Misspelt", cast.training_lead)
    db.session.rollback()
    with pytest.raises(Conflict):
        reissue("Married", second_lead(cast))


def test_a_supervisor_with_two_names_is_printed_with_the_newest(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    name_anew(cast.supervisor, "Aaron Okafor")
    entry = log(cast, cast.enrolment, date(2026, 10, 27), "supervision", 60)
    sign_off(cast, entry, day=date(2026, 10, 28))
    db.session.commit()
    assert [each.signer_name for each in queries.minutes_signed_off(cast.enrolment.id)] == [
        "Aaron Okafor"
    ]
    award = changing.award_of(cast, cast.enrolment, "award")
    assert facts_of(award).signatories[1].name == "Aaron Okafor"
    assert [each.signer_name for each in recount_of(award).signers()] == ["Aaron Okafor"]
    assert [each.minutes for each in recount_of(award).signers()] == [4260]
