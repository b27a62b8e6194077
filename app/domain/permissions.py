"""Who may do what: one map of small rules, on one page, testable without HTTP (trust.md “Decided”).

Inside a centre everyone who is signed in may read every unit's figures. Writing is for the units a person
belongs to, and for the methodologist on their behalf. The administrator manages accounts and enters no figures.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

SECTOR, HEAD, METHODOLOGIST, DIRECTOR, ADMINISTRATOR, INSPECTOR = ROLES = (
    "sector",
    "head",
    "methodologist",
    "director",
    "administrator",
    "inspector",
)
PUBLIC = "public"  # answers without signing in


def anyone(role: str) -> bool:
    return role in ROLES


def only(*roles: str) -> Callable[[str], bool]:
    return lambda role: role in roles


# permission → may this role use it at all? Which unit's figures, is `may_write_for`.
PERMISSIONS: dict[str, Callable[[str], bool]] = {
    "home.view": anyone,
    "profile.edit": anyone,
    "help.view": anyone,
    "plan.view": anyone,
    "plan.edit": only(METHODOLOGIST),
    "plan.import": only(METHODOLOGIST),
    "plan.approve": only(DIRECTOR),
    "service.view": anyone,
    "entries.view": anyone,
    "entries.write": only(SECTOR, HEAD, METHODOLOGIST),
    "consolidation.view": anyone,
    "consolidation.export": anyone,
    "submissions.view": anyone,
    "submissions.submit": only(SECTOR, HEAD, METHODOLOGIST),
    "submissions.review": only(METHODOLOGIST),
    "months.close": only(DIRECTOR),
    "deadlines.view": anyone,
    "deadlines.manage": only(METHODOLOGIST),
    "holidays.manage": only(METHODOLOGIST, ADMINISTRATOR),
    "reports.view": anyone,
    "reports.make": only(METHODOLOGIST),
    "reports.send": only(METHODOLOGIST),
    "checks.view": only(METHODOLOGIST, DIRECTOR, ADMINISTRATOR, INSPECTOR),
    "checks.decide": only(METHODOLOGIST),
    "people.manage": only(ADMINISTRATOR),
    "system.view": only(ADMINISTRATOR),
    "history.view": only(METHODOLOGIST, DIRECTOR, ADMINISTRATOR, INSPECTOR),
}


def may(role: str, permission: str) -> bool:
    """Whether a role has a permission. An unknown permission is refused."""
    rule = PERMISSIONS.get(permission)
    return rule is not None and rule(role)


def may_write_for(role: str, own_units: Collection[int], unit_id: int) -> bool:
    """Whether figures of this unit may be written: one's own, or any by the methodologist on its behalf."""
    if role == METHODOLOGIST:
        return True
    return may(role, "entries.write") and unit_id in own_units
