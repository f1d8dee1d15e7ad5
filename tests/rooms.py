"""Every model of every room, loaded: tests that speak of all tables must not miss one."""

from trainee_tracker.acting.models import LandedAct
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.support.models import StoredSupport
from trainee_tracker.cohorts.agreements.models import TermsRequest
from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.courses.models import Course
from trainee_tracker.governance.models import GovernanceRecord
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.people.models import Person
from trainee_tracker.people.names.models import NameRequest
from trainee_tracker.progress.models import StoredStanding
from trainee_tracker.signatures.models import Signature

ONE_OF_EACH_ROOM = (
    AuditEvent,
    LandedAct,
    Certificate,
    Cohort,
    Course,
    GovernanceRecord,
    HoursEntry,
    NameRequest,
    Person,
    Signature,
    StoredStanding,
    TermsRequest,
    StoredSupport,
)
