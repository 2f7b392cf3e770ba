"""Tables and sessions. Importing this package registers every table with the metadata."""

from models.base import SQLModel
from models.conference import ConferenceMember, Meeting, MeetingDecision, MeetingTopic
from models.draw import Contribution, Draw
from models.exemption import Exemption
from models.fault import Fault
from models.filing import DeadlineMove, Duty, Filing, Forwarding, FreeFiling, Reminder
from models.followup import Problem, ProblemReminder, ProblemStep
from models.inbox import Beat, Memory, Update
from models.incident import Incident
from models.inspection import (
    Assignment,
    Draft,
    DraftAnswer,
    ExpertSeat,
    Photo,
    Replacement,
    Result,
    Visit,
    VisitClosing,
)
from models.item_list import ItemRevision, ItemVersion
from models.journal import Entry
from models.object_history import GradeChange, ObjectChange
from models.object_replacement import ObjectReplacement
from models.one_door import OneDoor, OneDoorVisit
from models.outbox import Blob, Letter
from models.people import (
    Account,
    BindingCode,
    Chat,
    Inspector,
    Invite,
    Leave,
    Person,
    Recusal,
    RoleGrant,
    Unit,
)
from models.plan import Clue, OrderedNumber, Plan, PlanChange, PlanFiling, RevisitPool, Task
from models.platform_entry import PlatformEntry
from models.publication import Publication, PublicationReminder, Takedown, Withholding
from models.register import Expert, ImportBatch, InspectionObject, Item
from models.sending_hold import SendingHold
from models.staff import (
    Attendance,
    CertificateWarning,
    CertifiedCount,
    LiaisonDeputy,
    LiaisonHandover,
    StaffChange,
    Training,
)
from models.visit_day import VisitDay, VisitDayAnswer

__all__ = [
    "Account",
    "Assignment",
    "Attendance",
    "Beat",
    "BindingCode",
    "Blob",
    "CertificateWarning",
    "CertifiedCount",
    "Chat",
    "Clue",
    "ConferenceMember",
    "Contribution",
    "DeadlineMove",
    "Draft",
    "DraftAnswer",
    "Draw",
    "Duty",
    "Entry",
    "Exemption",
    "Expert",
    "ExpertSeat",
    "Fault",
    "Filing",
    "Forwarding",
    "FreeFiling",
    "GradeChange",
    "ImportBatch",
    "Incident",
    "InspectionObject",
    "Inspector",
    "Invite",
    "Item",
    "ItemRevision",
    "ItemVersion",
    "Leave",
    "Letter",
    "LiaisonDeputy",
    "LiaisonHandover",
    "Meeting",
    "MeetingDecision",
    "MeetingTopic",
    "Memory",
    "ObjectChange",
    "ObjectReplacement",
    "OneDoor",
    "OneDoorVisit",
    "OrderedNumber",
    "Person",
    "Photo",
    "Plan",
    "PlanChange",
    "PlanFiling",
    "PlatformEntry",
    "Problem",
    "ProblemReminder",
    "ProblemStep",
    "Publication",
    "PublicationReminder",
    "Recusal",
    "Reminder",
    "Replacement",
    "Result",
    "RevisitPool",
    "RoleGrant",
    "SQLModel",
    "SendingHold",
    "StaffChange",
    "Takedown",
    "Task",
    "Training",
    "Unit",
    "Update",
    "Visit",
    "VisitClosing",
    "VisitDay",
    "VisitDayAnswer",
    "Withholding",
]
