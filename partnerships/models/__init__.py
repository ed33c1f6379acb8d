"""Who works together, and what happens: one noun a module."""

from partnerships.models.context import ContextEvent
from partnerships.models.grant import Grant
from partnerships.models.meeting import ActionItem, Attendance, Decision, Meeting
from partnerships.models.organisation import Organisation
from partnerships.models.partnership import Goal, Partnership
from partnerships.models.people_import import PeopleImport
from partnerships.models.programme import Programme, ProgrammeEvaluator
from partnerships.models.stakeholder import Membership, Stakeholder
from partnerships.models.vocabulary import Sector, StakeholderKind

__all__ = [
    "ActionItem",
    "Attendance",
    "ContextEvent",
    "Decision",
    "Goal",
    "Grant",
    "Meeting",
    "Membership",
    "Organisation",
    "Partnership",
    "PeopleImport",
    "Programme",
    "ProgrammeEvaluator",
    "Sector",
    "Stakeholder",
    "StakeholderKind",
]
