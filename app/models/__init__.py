"""Tables and relationships. Importing the package knows them all."""

from app.models import stamp
from app.models.amendments import Amendment, AmendmentLine
from app.models.centre import Centre, PaperSetting, Unit, UnitAlias
from app.models.deadlines import CalendarKey, CentreHoliday, Obligation
from app.models.deviations import Deviation, DeviationReason
from app.models.entries import Card, Entry, Evidence, OpeningFigure
from app.models.history import Change
from app.models.installation import Installation
from app.models.people import Person, SentForm, SignIn, StandIn, Throttle, person_unit
from app.models.plan import HeadingAlias, Indicator, OwnShare, Part, Plan, PlanImport, PlanSection, Responsible
from app.models.reports import CheckDecision, OwedCorrection, Report, ReportScan
from app.models.submissions import BlankReason, LockException, Setting, Submission, SubmissionNote

__all__ = [
    "Amendment",
    "AmendmentLine",
    "BlankReason",
    "CalendarKey",
    "Card",
    "Centre",
    "CentreHoliday",
    "Change",
    "CheckDecision",
    "Deviation",
    "DeviationReason",
    "Entry",
    "Evidence",
    "HeadingAlias",
    "Indicator",
    "Installation",
    "LockException",
    "Obligation",
    "OpeningFigure",
    "OwnShare",
    "PaperSetting",
    "Part",
    "Person",
    "Plan",
    "PlanImport",
    "PlanSection",
    "OwedCorrection",
    "Report",
    "ReportScan",
    "Responsible",
    "SentForm",
    "Setting",
    "SignIn",
    "StandIn",
    "Submission",
    "SubmissionNote",
    "Throttle",
    "Unit",
    "UnitAlias",
    "person_unit",
    "stamp",
]
