"""Tables and relationships. Importing the package knows them all."""

from app.models.centre import Centre, Unit, UnitAlias
from app.models.entries import Card, Entry, Evidence
from app.models.history import Change
from app.models.people import Person, SignIn, Throttle, person_unit
from app.models.plan import Indicator, Part, Plan, PlanImport, PlanSection, Responsible

__all__ = [
    "Card",
    "Centre",
    "Change",
    "Entry",
    "Evidence",
    "Indicator",
    "Part",
    "Person",
    "Plan",
    "PlanImport",
    "PlanSection",
    "Responsible",
    "SignIn",
    "Throttle",
    "Unit",
    "UnitAlias",
    "person_unit",
]
