"""What somebody who checks a certificate is told, in one word and in a title."""

from __future__ import annotations

import pytest

from trainee_tracker.certificates.checking import wording
from trainee_tracker.certificates.checking.rules import Answer, answer_from
from trainee_tracker.certificates.rules import CertificateStatus


@pytest.mark.parametrize("status", list(CertificateStatus))
@pytest.mark.parametrize("is_award", [True, False])
def test_a_status_is_the_answer_while_nothing_is_looked_at(
    status: CertificateStatus, is_award: bool
) -> None:
    assert answer_from(status, is_under_review=False, is_award=is_award).value == status.value


@pytest.mark.parametrize(
    ("status", "is_award", "answer"),
    [
        (CertificateStatus.VALID, True, Answer.UNDER_REVIEW),
        (CertificateStatus.VALID, False, Answer.OUT_OF_DATE),
        (CertificateStatus.REVOKED, True, Answer.REVOKED),
        (CertificateStatus.SUPERSEDED, True, Answer.SUPERSEDED),
        (CertificateStatus.UNREADABLE, False, Answer.UNREADABLE),
    ],
)
def test_only_what_is_valid_is_under_review(
    status: CertificateStatus, is_award: bool, answer: Answer
) -> None:
    assert answer_from(status, is_under_review=True, is_award=is_award) is answer


def test_every_answer_has_its_title_in_both_ways_to_check() -> None:
    assert set(wording.OF_CERTIFICATE) == set(wording.OF_FILE) == set(Answer)
    assert [each for each in Answer if "valid" in str(wording.OF_FILE[each])] == [Answer.VALID]
    assert [each for each in Answer if "valid" in str(wording.OF_CERTIFICATE[each])] == [
        Answer.VALID
    ]
