"""Who may be given a role, and who accepts a governance lead."""

from __future__ import annotations

import pytest

from trainee_tracker.messages import say
from trainee_tracker.people.roles import rules
from trainee_tracker.people.roles.rules import Candidate, Lead
from trainee_tracker.people.rules import Role, Side
from trainee_tracker.refusals import Impossible, NotAllowed

GRACE, HOPE, TRUST, OTHER_TRUST, PLATFORM = 1, 2, 3, 4, 5
CLARA = Lead(11, "Clara James", GRACE, "Grace Network", Side.COMMUNITY)
IMRAN = Lead(12, "Imran Yusuf", HOPE, "Hope Network", Side.COMMUNITY)
TOM = Lead(13, "Tom Reid", TRUST, "City Health Trust", Side.STATUTORY)
UNA = Lead(14, "Una Byrne", OTHER_TRUST, "Second Trust", Side.STATUTORY)
LEADS = (CLARA, IMRAN, TOM, UNA)
TOGETHER = {(GRACE, TRUST), (HOPE, TRUST)}


def waiting(side: Side, where: int, given_by: int | None = 99) -> Candidate:
    return Candidate(20, "Sam Okafor", where, side, given_by)


def test_the_other_side_of_a_network_is_its_partner() -> None:
    assert rules.opposite_leads(GRACE, Side.COMMUNITY, LEADS, TOGETHER) == [TOM]
    assert rules.opposite_leads(TRUST, Side.STATUTORY, LEADS, TOGETHER) == [CLARA, IMRAN]


def test_without_a_lead_at_a_partner_the_whole_other_side_stands_in() -> None:
    assert rules.opposite_leads(OTHER_TRUST, Side.STATUTORY, LEADS, TOGETHER) == [CLARA, IMRAN]
    assert rules.opposite_leads(GRACE, Side.COMMUNITY, [CLARA, UNA], TOGETHER) == [UNA]
    assert rules.opposite_leads(GRACE, Side.COMMUNITY, [CLARA, IMRAN], TOGETHER) == []


def test_who_stands_on_neither_side_has_no_other_side() -> None:
    assert rules.opposite_leads(PLATFORM, Side.TRAINING_PROVIDER, LEADS, TOGETHER) == []


def test_neither_who_waits_nor_who_gave_the_role_accepts_it() -> None:
    assert rules.accepters(waiting(Side.COMMUNITY, GRACE), LEADS, TOGETHER) == [TOM]
    given = waiting(Side.COMMUNITY, GRACE, given_by=TOM.person_id)
    assert rules.accepters(given, LEADS, TOGETHER) == []


def test_a_change_at_one_network_is_told_to_nobody_of_another() -> None:
    told = rules.overseers(Role.SUPERVISOR, GRACE, Side.COMMUNITY, LEADS, TOGETHER)
    assert told == [CLARA, TOM]
    told = rules.overseers(Role.TRAINING_LEAD, TRUST, Side.STATUTORY, LEADS, TOGETHER)
    assert told == [TOM, CLARA, IMRAN]


def test_what_concerns_every_organisation_is_told_to_all() -> None:
    for role, where, side in (
        (Role.ADMINISTRATOR, GRACE, Side.COMMUNITY),
        (Role.TRAINING_LEAD, PLATFORM, Side.TRAINING_PROVIDER),
    ):
        assert rules.overseers(role, where, side, LEADS, TOGETHER) == list(LEADS)


@pytest.mark.parametrize(
    ("names", "words"),
    [(["A"], "A"), (["A", "B"], "A or B"), (["A", "B", "A", "C"], "A, B or C")],
)
def test_names_of_whom_one_is_enough(names: list[str], words: str) -> None:
    assert str(say("{names}", names=rules.one_of(names))) == words


def test_nobody_gives_a_role_to_themselves_and_is_told_whom_to_ask() -> None:
    rules.ensure_not_oneself(1, 2, [])
    rules.ensure_not_oneself(1, None, [])
    with pytest.raises(NotAllowed, match="Ask Ada Cole or Ruth Mensah to give it to you"):
        rules.ensure_not_oneself(1, 1, ["Ada Cole", "Ruth Mensah"])
    with pytest.raises(NotAllowed, match="Ask another administrator"):
        rules.ensure_not_oneself(1, 1, [])


def test_who_may_not_give_a_role_is_told_who_gives_it() -> None:
    refusal = rules.not_yours_to_give("Grace Network", ["Ada Cole", "Ruth Mensah"])
    assert "at Grace Network. Ask Ada Cole or Ruth Mensah to give it." in str(refusal)
    assert refusal.field == "role"
    nobody = rules.not_yours_to_give("Grace Network", [])
    assert "Ask an administrator to give it." in str(nobody)


def test_only_the_two_sides_that_sign_have_governance_leads() -> None:
    rules.ensure_side_has_leads("Grace Network", Side.COMMUNITY)
    with pytest.raises(Impossible, match="Platform stands on the training provider’s side"):
        rules.ensure_side_has_leads("Platform", Side.TRAINING_PROVIDER)


def test_one_person_leads_governance_on_one_side_only() -> None:
    rules.ensure_one_side("Clara James", "Hope Network", Side.COMMUNITY, [CLARA])
    with pytest.raises(NotAllowed, match="Clara James leads governance on the community side"):
        rules.ensure_one_side("Clara James", "City Health Trust", Side.STATUTORY, [CLARA])


def test_an_organisation_that_signs_for_its_side_keeps_it() -> None:
    rules.ensure_may_change_side("Grace Network", [], False)
    with pytest.raises(Impossible, match="Grace Network has a cohort"):
        rules.ensure_may_change_side("Grace Network", [], True)
    with pytest.raises(Impossible, match="Clara James leads governance for Grace Network"):
        rules.ensure_may_change_side("Grace Network", ["Clara James"], False)
    with pytest.raises(Impossible, match="Clara James and Sam Okafor lead governance"):
        rules.ensure_may_change_side("Grace Network", ["Clara James", "Sam Okafor"], False)


def test_who_may_not_accept_is_told_who_may() -> None:
    candidate = waiting(Side.COMMUNITY, GRACE)
    rules.ensure_may_accept(TOM.person_id, candidate, [TOM])
    for actor_id in (CLARA.person_id, None):
        with pytest.raises(
            NotAllowed, match=r"Only a governance lead in office.*Ask Tom Reid to do"
        ):
            rules.ensure_may_accept(actor_id, candidate, [TOM])
    given = waiting(Side.COMMUNITY, GRACE, given_by=TOM.person_id)
    with pytest.raises(NotAllowed, match=r"You gave Sam Okafor this role.*let somebody else give"):
        rules.ensure_may_accept(TOM.person_id, given, [])
    by_the_server = waiting(Side.COMMUNITY, GRACE, given_by=None)
    with pytest.raises(NotAllowed, match="Only a governance lead in office"):
        rules.ensure_may_accept(None, by_the_server, [TOM])


def test_only_the_first_of_both_sides_accept_each_other() -> None:
    one = waiting(Side.COMMUNITY, GRACE)
    other = Candidate(21, "Una Byrne", TRUST, Side.STATUTORY, None)
    rules.ensure_accept_each_other(one, other, [])
    with pytest.raises(Impossible, match="one person"):
        rules.ensure_accept_each_other(one, waiting(Side.STATUTORY, TRUST), [])
    same_side = Candidate(22, "Eve Park", HOPE, Side.COMMUNITY, None)
    with pytest.raises(Impossible, match="Name one lead of each side"):
        rules.ensure_accept_each_other(one, same_side, [])
    with pytest.raises(Impossible, match="Tom Reid is in office and accepts"):
        rules.ensure_accept_each_other(one, other, [TOM])


def test_who_has_no_role_is_told_whom_to_ask() -> None:
    assert "Ask Ruth Mensah or Ada Cole to give" in str(
        rules.ask_for_a_role(["Ruth Mensah", "Ada Cole"])
    )
    assert "Ask an administrator" in str(rules.ask_for_a_role([]))
