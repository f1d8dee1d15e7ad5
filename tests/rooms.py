"""Every model of every room, loaded: tests that speak of all tables must not miss one."""

from trainee_tracker.acting.models import LandedAct
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.support.models import StoredSupport
from trainee_tracker.cohorts.agreements.models import TermsRequest
from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.cohorts.results.models import CourseResult
from trainee_tracker.courses.models import Course
from trainee_tracker.governance.models import GovernanceRecord
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.jobs.models import Job
from trainee_tracker.people.invitations.models import Invitation
from trainee_tracker.people.models import Person
from trainee_tracker.people.names.models import NameRequest
from trainee_tracker.people.passwords.models import PasswordFailure
from trainee_tracker.people.sign_in.models import SignIn
from trainee_tracker.progress.models import StoredStanding
from trainee_tracker.signatures.models import Signature

ONE_OF_EACH_ROOM = (
    AuditEvent,
    LandedAct,
    Certificate,
    Cohort,
    Course,
    CourseResult,
    GovernanceRecord,
    HoursEntry,
    Invitation,
    Job,
    NameRequest,
    PasswordFailure,
    Person,
    SignIn,
    Signature,
    StoredStanding,
    TermsRequest,
    StoredSupport,
)
