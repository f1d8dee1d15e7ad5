"""Finding organisations by the name that stands, and what stands of them."""

from __future__ import annotations

from dataclasses import asdict

from tests.cast import NOW, Cast
from trainee_tracker.people.models import Organisation
from trainee_tracker.people.organisations import actions
from trainee_tracker.people.organisations.queries import last_state_of, organisation_by_name


def rename(cast: Cast, organisation: Organisation, name: str) -> None:
    """Let the administrator call an organisation otherwise."""
    branding = actions.Branding(organisation.brand, organisation.accent, organisation.issuer_line)
    actions.change_organisation(
        organisation,
        name=name,
        side=organisation.side,
        **asdict(branding),
        actor=cast.administrator,
        at=NOW,
    )


def test_a_name_that_an_organisation_gave_up_is_free(cast: Cast) -> None:
    rename(cast, cast.network, "Mercy Network")
    assert organisation_by_name("Grace Network") is None
    assert organisation_by_name("Mercy Network") is cast.network
    rename(cast, cast.other_network, "Grace Network")
    assert organisation_by_name("Grace Network") is cast.other_network


def test_a_name_is_taken_by_another_organisation_and_not_by_itself(cast: Cast) -> None:
    found = organisation_by_name("Grace Network", besides=cast.trust.id)
    assert found is cast.network
    assert organisation_by_name("Grace Network", besides=cast.network.id) is None


def test_what_stands_of_an_organisation_is_its_own_last_change(cast: Cast) -> None:
    for name in ("Mercy Network", "Peace Network"):
        rename(cast, cast.network, name)
    states = [last_state_of(each) for each in (cast.network, cast.trust)]
    assert [each and (each.name, each.sequence) for each in states] == [
        ("Peace Network", 3),
        ("City Health Trust", 1),
    ]
