"""Who may ask for what: the one table of every page, method and member of the cast.

Read a row aloud: "cohorts.cohort, by GET, at /cohorts/{cohort}, lets in Ruth and the governance
leads; it is hidden from the other network's lead". Whoever a row does not name is told that their
role does not open the page, and asked to sign in when nobody is signed in. The words in braces
stand for things of the cast's network Grace and of its trainee Abena; `places.py` makes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Members = frozenset[str]


class Outcome(StrEnum):
    """What a page answers to somebody who asks for it."""

    LET_IN = "let in"
    SIGN_IN = "asked to sign in"
    NOT_YOUR_ROLE = "not your role"
    NOT_YOURS = "not yours, so not found"


NOBODY_SIGNED_IN: Members = frozenset({"anonymous"})
ADMINISTRATOR: Members = frozenset({"administrator"})
LEAD: Members = frozenset({"training_lead"})
OTHER_LEAD: Members = frozenset({"outsider_lead"})
GOVERNANCE: Members = frozenset({"community_lead", "statutory_lead"})
TRAINEE: Members = frozenset({"trainee"})
OTHER_TRAINEES: Members = frozenset({"colleague", "outsider"})
SUPERVISOR: Members = frozenset({"supervisor"})
OTHER_SUPERVISOR: Members = frozenset({"outsider_supervisor"})

LEADS = LEAD | OTHER_LEAD
TRAINEES = TRAINEE | OTHER_TRAINEES
SUPERVISORS = SUPERVISOR | OTHER_SUPERVISOR
SIGNED_IN = ADMINISTRATOR | LEADS | GOVERNANCE | TRAINEES | SUPERVISORS
ANYONE = SIGNED_IN | NOBODY_SIGNED_IN
NOBODY: Members = frozenset()


@dataclass(frozen=True)
class Row:
    """One page at one address, and whom it lets in."""

    endpoint: str
    methods: str
    address: str
    lets_in: Members
    hidden_from: Members = NOBODY
    """To these the page does not exist, unless they are among those let in."""
    acts_on_press: bool = False
    """A button is the whole form, so that the id of its act is all that is sent."""

    def expected(self, member: str) -> Outcome:
        """Return what `member` is answered."""
        if member in self.lets_in:
            return Outcome.LET_IN
        if member in self.hidden_from:
            return Outcome.NOT_YOURS
        return Outcome.SIGN_IN if member in NOBODY_SIGNED_IN else Outcome.NOT_YOUR_ROLE


# fmt: off
TABLE = (
    # What anyone may ask for.
    Row("static", "GET", "/static/css/tokens.css", ANYONE),
    Row("health.healthz", "GET", "/healthz", ANYONE),
    Row("health.readyz", "GET", "/readyz", ANYONE),
    Row("health.font", "GET", "/fonts/{font}", ANYONE),
    Row("sign_in.sign_in", "GET POST", "/sign-in", ANYONE),
    Row("arrivals.accept_invitation", "GET POST", "/invitation/{invitation}", ANYONE),
    Row("arrivals.accept_invitation", "GET POST", "/invitation/made-up", NOBODY, ANYONE),
    Row("arrivals.refuse_invitation", "GET POST", "/invitation/{invitation}/refuse", ANYONE,
        acts_on_press=True),
    Row("arrivals.refuse_invitation", "GET POST", "/invitation/made-up/refuse", NOBODY, ANYONE),
    Row("organisations.brand_stylesheet", "GET", "/brand/{network}.css", ANYONE),
    Row("outbox.outbox", "GET", "/outbox", NOBODY, ANYONE),
    Row("checking.check", "GET", "/check", ANYONE),
    Row("checking.check_typed", "POST", "/check", ANYONE),
    Row("checking.check_serial", "GET", "/check/{serial}", ANYONE),
    Row("checking.check_file", "POST", "/check/file", ANYONE),

    # What everybody signed in may ask for.
    Row("home.home", "GET", "/", SIGNED_IN),
    Row("account.account", "GET", "/account", SIGNED_IN),
    Row("names.request_name", "GET POST", "/account/name", SIGNED_IN),
    Row("names.withdraw_name", "POST", "/account/name/{name_request}/withdraw",
        TRAINEE, SIGNED_IN),
    Row("account.change_password", "GET POST", "/account/password", SIGNED_IN),
    Row("language.choose_language", "GET POST", "/account/language", SIGNED_IN),
    Row("sign_in.sign_out", "POST", "/sign-out", SIGNED_IN, acts_on_press=True),
    Row("sign_in.sign_out_everywhere", "POST", "/sign-out-everywhere", SIGNED_IN,
        acts_on_press=True),

    # Background work is seen by whoever asked for it.
    Row("background.jobs", "GET", "/jobs", SIGNED_IN),
    Row("background.job", "GET", "/jobs/{job}", LEAD, SIGNED_IN),
    Row("background.try_again", "POST", "/jobs/{job}/again", LEAD, SIGNED_IN),

    # Organisations, people and their roles.
    Row("organisations.organisations", "GET", "/organisations", ADMINISTRATOR | LEADS),
    Row("organisations.add_organisation", "GET POST", "/organisations/add", ADMINISTRATOR),
    Row("organisations.change_organisation", "GET POST", "/organisations/{network}", ADMINISTRATOR),
    Row("organisations.add_site", "GET POST", "/organisations/{network}/add-site",
        ADMINISTRATOR | LEAD, OTHER_LEAD),
    Row("people.people", "GET", "/people", ADMINISTRATOR | LEADS),
    Row("invitations.invite_person", "GET POST", "/people/invite", ADMINISTRATOR | LEADS),
    Row("invitations.invite_again", "POST", "/people/{newcomer}/invite-again",
        ADMINISTRATOR | LEAD, OTHER_LEAD, acts_on_press=True),
    # Who leads where the trainee is known, or an administrator; Tom does not.
    Row("names.confirm_name", "GET POST", "/names/{name_request}/confirm",
        ADMINISTRATOR | LEAD | {"community_lead"}, OTHER_LEAD | {"statutory_lead"}),
    Row("names.decline_name", "GET POST", "/names/{name_request}/decline",
        ADMINISTRATOR | LEAD | {"community_lead"}, OTHER_LEAD | {"statutory_lead"}),
    Row("names.confirm_name", "GET POST", "/names/{own_name_request}/confirm",
        ADMINISTRATOR | {"community_lead"}, LEADS | {"statutory_lead"}),
    Row("roles.end_role", "GET POST", "/people/roles/{role}/end", ADMINISTRATOR | LEAD, OTHER_LEAD),
    Row("roles.end_role", "GET POST", "/people/roles/{lead_role}/end", ADMINISTRATOR, LEADS),
    Row("roles.role_changes", "GET", "/people/roles", ADMINISTRATOR | GOVERNANCE),
    # Miriam was given the role for Grace, and waits for the trust's lead.
    Row("roles.accept_role", "GET POST", "/people/roles/{waiting_role}/accept",
        frozenset({"statutory_lead"}), GOVERNANCE),
    Row("roles.decline_role", "GET POST", "/people/roles/{waiting_role}/decline",
        frozenset({"statutory_lead"}), GOVERNANCE),
    Row("roles.accept_role", "GET POST", "/people/roles/{lead_role}/accept", NOBODY, GOVERNANCE),

    # Courses.
    Row("courses.courses", "GET", "/courses", LEADS),
    Row("editor.open_course", "GET POST", "/courses/open", LEADS),
    Row("editor.open_course", "GET POST", "/courses/open?preset=aft-foundation", LEADS),
    Row("editor.open_course", "GET POST", "/courses/open?course={course}", LEAD, OTHER_LEAD),
    Row("courses.course", "GET", "/courses/{course}", LEAD, OTHER_LEAD),
    Row("editor.edit_course", "GET", "/courses/{course}/edit", LEAD, OTHER_LEAD),
    Row("editor.edit_section", "GET POST", "/courses/{course}/edit/basics", LEAD, OTHER_LEAD),
    Row("editor.add_part", "GET POST", "/courses/{course}/edit/modules/add", LEAD, OTHER_LEAD),
    Row("editor.change_part", "GET POST", "/courses/{course}/edit/modules/parts/{module}",
        LEAD, OTHER_LEAD),
    Row("editor.move_part", "POST", "/courses/{course}/edit/modules/parts/{module}/move",
        LEAD, OTHER_LEAD),
    Row("editor.remove_part", "GET", "/courses/{course}/edit/modules/parts/{module}/remove",
        LEAD, OTHER_LEAD),
    Row("editor.remove_part", "POST", "/courses/{course}/edit/modules/parts/{module}/remove",
        LEAD, OTHER_LEAD),
    Row("editor.preview", "GET", "/courses/{course}/preview", LEAD, OTHER_LEAD),
    Row("editor.preview_cohort", "GET", "/courses/{course}/preview/cohorts/{cohort}",
        LEAD, OTHER_LEAD),
    Row("editor.preview_cohort", "GET", "/courses/{course}/preview/cohorts/{other_cohort}",
        NOBODY, LEADS),
    Row("exchange_preview.preview_ledger", "GET POST", "/courses/{course}/preview/ledger",
        LEAD, OTHER_LEAD),
    Row("courses.version", "GET", "/courses/{course}/versions/1", LEAD, OTHER_LEAD),
    Row("editor.publish_version", "GET POST", "/courses/{course}/publish", LEAD, OTHER_LEAD),
    # What is published holds no people, and every network may take it up.
    Row("editor.adaptable_courses", "GET", "/courses/adapt", LEADS),
    Row("editor.adapt_course", "GET POST", "/courses/{course}/versions/1/adapt", LEADS),
    Row("editor.adapt_course", "GET POST", "/courses/{course}/versions/99/adapt", NOBODY, LEADS),

    # Cohorts and their teaching. Tom leads governance for the trust, so he sees both networks.
    Row("cohorts.cohorts", "GET", "/cohorts", LEADS | GOVERNANCE),
    Row("cohorts.open_cohort", "GET POST", "/cohorts/open", LEADS),
    Row("cohorts.cohort", "GET", "/cohorts/{cohort}", LEAD | GOVERNANCE, OTHER_LEAD),
    Row("cohorts.cohort", "GET", "/cohorts/{other_cohort}",
        OTHER_LEAD | {"statutory_lead"}, LEADS | GOVERNANCE),
    Row("cohorts.approve_supervisor", "GET POST", "/cohorts/{cohort}/supervisors/approve",
        LEAD, OTHER_LEAD),
    Row("cohorts.enrol_trainee", "GET POST", "/cohorts/{cohort}/enrol", LEAD, OTHER_LEAD),
    Row("exchange.enrol_trainees", "GET POST", "/cohorts/{cohort}/enrol-list", LEAD, OTHER_LEAD),
    Row("exchange.confirm_enrolments", "POST", "/cohorts/{cohort}/enrol-list/confirm",
        LEAD, OTHER_LEAD),
    Row("moving.move_cohort", "GET POST", "/cohorts/{cohort}/move", LEAD, OTHER_LEAD),
    # Who asks for fewer checks, and who answers: Tom's trust is the partner of both networks.
    Row("agreements.ask_terms", "GET POST",
        "/terms/ask?version={looser_version}&organisation={network}&partner={trust}",
        LEAD, OTHER_LEAD),
    Row("agreements.ask_terms", "GET POST",
        "/terms/ask?version={looser_version}&organisation={other_network}&partner={trust}",
        NOBODY, LEADS),
    Row("agreements.terms_request", "GET", "/terms/{terms_request}",
        LEAD | GOVERNANCE, OTHER_LEAD),
    Row("agreements.agree_terms", "GET POST", "/terms/{terms_request}/agree", GOVERNANCE),
    Row("agreements.agree_terms", "GET POST", "/terms/{other_terms_request}/agree",
        frozenset({"statutory_lead"}), GOVERNANCE),
    Row("agreements.decline_terms", "GET POST", "/terms/{terms_request}/decline", GOVERNANCE),
    Row("agreements.decline_terms", "GET POST", "/terms/{other_terms_request}/decline",
        frozenset({"statutory_lead"}), GOVERNANCE),
    Row("teaching.plan_teaching", "GET POST", "/cohorts/{cohort}/teaching", LEAD, OTHER_LEAD),
    Row("registers.take_register", "GET POST", "/cohorts/{cohort}/registers/{class}",
        LEAD, OTHER_LEAD),
    Row("registers.take_register", "GET POST", "/cohorts/{other_cohort}/registers/{class}",
        NOBODY, LEADS),
    Row("modules.record_module_results", "GET POST", "/cohorts/{cohort}/modules/{module}",
        LEAD, OTHER_LEAD),
    Row("results.record_results", "GET POST", "/cohorts/{cohort}/trainees/{enrolment}/results",
        LEAD, OTHER_LEAD),
    Row("results.record_results", "GET POST",
        "/cohorts/{other_cohort}/trainees/{enrolment}/results", NOBODY, LEADS),

    # Hours: the trainee's own pages, one entry, and the supervisor's queue.
    Row("logbook.my_hours", "GET", "/hours", TRAINEES),
    Row("logbook.log_session", "GET POST", "/hours/log", TRAINEES),
    Row("logbook.log_session", "GET POST", "/hours/log?enrolment={enrolment}",
        TRAINEE, OTHER_TRAINEES),
    Row("logbook.submit_all_hours", "POST", "/hours/submit-all", TRAINEES, acts_on_press=True),
    Row("logbook.entry", "GET", "/hours/{kept_entry}", TRAINEE | SUPERVISOR | LEAD, SIGNED_IN),
    Row("logbook.entry", "GET", "/hours/{signed_entry}", TRAINEE | SUPERVISOR | LEAD, SIGNED_IN),
    Row("logbook.submit_hours", "POST", "/hours/{kept_entry}/submit",
        TRAINEE, OTHER_TRAINEES, acts_on_press=True),
    Row("logbook.withdraw_hours", "GET POST", "/hours/{sent_entry}/withdraw",
        TRAINEE, OTHER_TRAINEES),
    Row("logbook.correct_hours", "GET POST", "/hours/{sent_entry}/correct", TRAINEE, OTHER_TRAINEES),
    Row("sign_off.sign_off_queue", "GET POST", "/hours/sign-off", SUPERVISORS),
    Row("sign_off.review_hours", "POST", "/hours/sign-off/review", SUPERVISORS),
    Row("sign_off.decide_hours", "POST", "/hours/sign-off/decide", SUPERVISORS),
    Row("sign_off.queue_again", "GET", "/hours/sign-off/review", SUPERVISORS),
    Row("sign_off.queue_again", "GET", "/hours/sign-off/decide", SUPERVISORS),
    Row("sign_off.reverse_hours", "GET POST", "/hours/{signed_entry}/reverse",
        SUPERVISOR, OTHER_SUPERVISOR),

    # Governance checks. Who adds a record does not sign it, and a trainee sees only their own.
    Row("governance.checks", "GET", "/governance", LEADS | GOVERNANCE),
    Row("governance.checks", "GET", "/governance?cohort={cohort}", LEAD | GOVERNANCE, OTHER_LEAD),
    Row("governance.own_checks", "GET", "/governance/mine", TRAINEES | LEADS | GOVERNANCE),
    Row("governance.person_checks", "GET", "/governance/people/{trainee}",
        LEAD | GOVERNANCE, OTHER_LEAD),
    Row("governance.person_checks", "GET", "/governance/people/{trainee}?cohort={other_cohort}",
        NOBODY, LEADS | GOVERNANCE),
    Row("governance.propose_record", "GET POST",
        "/governance/records/new?cohort={cohort}&person={trainee}&item=enhanced-dbs",
        LEAD | GOVERNANCE, OTHER_LEAD),
    Row("governance.record", "GET", "/governance/records/{new_record}",
        LEAD | GOVERNANCE, OTHER_LEAD),
    Row("governance.sign_record", "GET POST", "/governance/records/{new_record}/sign", GOVERNANCE),
    Row("governance.withdraw_record", "GET POST", "/governance/records/{new_record}/withdraw",
        LEAD | GOVERNANCE, OTHER_LEAD),
    Row("governance.suspend_record", "GET POST", "/governance/records/{record}/suspend",
        GOVERNANCE),
    Row("governance.lift_suspension", "GET POST", "/governance/records/{suspended_record}/lift",
        GOVERNANCE),
    Row("governance.sign_record", "GET POST", "/governance/records/{other_record}/sign",
        frozenset({"statutory_lead"}), GOVERNANCE),

    # Standings.
    Row("standings.standing", "GET", "/progress/{enrolment}",
        TRAINEE | SUPERVISOR | LEAD | GOVERNANCE, SIGNED_IN),
    Row("standings.cohort_standing", "GET", "/cohorts/{cohort}/standing",
        LEAD | GOVERNANCE, OTHER_LEAD),

    # Certificates.
    Row("certificates.certificates", "GET", "/certificates", TRAINEES | LEADS),
    Row("issuing.issue_progress", "POST", "/certificates/progress/{enrolment}",
        TRAINEE, OTHER_TRAINEES, acts_on_press=True),
    Row("certificates.certificate", "GET", "/certificates/{certificate}",
        TRAINEE | LEAD, TRAINEES | LEADS),
    Row("certificates.certificate_pdf", "GET", "/certificates/{certificate}.pdf",
        TRAINEE | LEAD, TRAINEES | LEADS),
    Row("issuing.issue_awards", "GET POST", "/cohorts/{cohort}/awards", LEAD, OTHER_LEAD),
    Row("ending.revoke_certificate", "GET POST", "/certificates/{certificate}/revoke",
        LEAD, OTHER_LEAD),
    Row("ending.reissue_award", "GET POST", "/certificates/{certificate}/reissue",
        LEAD, OTHER_LEAD),

    # What the record no longer supports, and who keeps it.
    Row("support.no_longer_supported", "GET", "/certificates/no-longer-supported",
        LEADS | GOVERNANCE),
    Row("support.record", "GET", "/certificates/{certificate}/record",
        LEAD | GOVERNANCE, OTHER_LEAD),
    Row("support.keep_award", "GET POST", "/certificates/{certificate}/keep", GOVERNANCE),
)
# fmt: on
