"""Who may do what: the one table of roles, testable without HTTP (trust.md “Decided”).

Inside a centre everyone who is signed in may read every unit's figures. Writing is for the units a person
belongs to, and for the methodologist on their behalf. The administrator manages accounts and enters no figures.
Everywhere else only ``may(role, permission)`` is asked; nobody compares a role by its name. A new role is a name in
ROLES, its place in the rows of PERMISSIONS, and its word in ``i18n.labels``.
"""

from __future__ import annotations

from collections.abc import Collection

SECTOR, HEAD, METHODOLOGIST, DIRECTOR, DEPUTY, ADMINISTRATOR, INSPECTOR = ROLES = (
    "sector",
    "head",
    "methodologist",
    "director",
    "deputy",
    "administrator",
    "inspector",
)
PUBLIC = "public"  # answers without signing in

WRITERS = (SECTOR, HEAD, METHODOLOGIST, DEPUTY)
OVERSEERS = (METHODOLOGIST, DIRECTOR, DEPUTY, ADMINISTRATOR, INSPECTOR)

# permission → the roles that have it. Which unit's figures may be written is `may_write_for`.
PERMISSIONS: dict[str, tuple[str, ...]] = {
    "home.view": ROLES,
    "home.overview": OVERSEERS,  # every service stands in the menu, not only one's own
    "home.answers": (METHODOLOGIST, INSPECTOR),  # the first page tells what waits, is late, can be closed, goes out
    "home.leading": (DIRECTOR, DEPUTY),  # the first page begins with what is signed and closed
    "measures.choose": (METHODOLOGIST, DIRECTOR, DEPUTY),  # which lines the first page of those who lead draws
    "profile.edit": ROLES,
    "help.view": ROLES,
    "plan.view": ROLES,
    "plan.edit": (METHODOLOGIST,),
    "plan.import": (METHODOLOGIST,),
    "plan.approve": (DIRECTOR,),
    "shares.set": (METHODOLOGIST,),  # say what of a row's plan is which unit's own
    "opening.write": (METHODOLOGIST,),  # what is known of the months before the centre began
    "service.view": ROLES,
    "entries.view": ROLES,
    "entries.write": WRITERS,
    "entries.write_subunits": (HEAD,),  # for the sectors below one's own units, too
    "entries.write_any": (METHODOLOGIST,),  # on behalf of any unit; owes and comes for one's own only
    "consolidation.view": ROLES,
    "consolidation.export": ROLES,
    "submissions.view": ROLES,
    "submissions.submit": WRITERS,
    "submissions.withdraw": (SECTOR, HEAD, DEPUTY),
    "submissions.review": (METHODOLOGIST,),
    "submissions.accept_own": (DIRECTOR, DEPUTY),  # accept what a reviewer handed in
    "exceptions.manage": (METHODOLOGIST, DIRECTOR, DEPUTY),  # open a month for a while; which one, by the next two
    "exceptions.window": (METHODOLOGIST,),  # whose time to write has ended
    "exceptions.sent": (DIRECTOR, DEPUTY),  # that was sent
    "changes.review": (METHODOLOGIST, DIRECTOR, DEPUTY),  # look at what was changed in it; those above at hers
    "deviations.view": ROLES,
    "deviations.write": WRITERS,
    "deviations.ask": (METHODOLOGIST, DIRECTOR, DEPUTY),  # a unit why a row of its stands behind
    "months.set": (METHODOLOGIST,),  # how long a month is open for writing, and when it is due
    "months.self_acceptance": (DIRECTOR,),  # whether a reviewer may accept what she handed in herself
    "months.close": (DIRECTOR, DEPUTY),
    "months.reopen": (DIRECTOR,),
    "deadlines.view": ROLES,
    "deadlines.manage": (METHODOLOGIST,),
    "holidays.manage": (METHODOLOGIST, ADMINISTRATOR),
    "reports.view": ROLES,
    "reports.make": (METHODOLOGIST,),
    "reports.send": (METHODOLOGIST,),
    "reports.sign": (DIRECTOR, DEPUTY),
    "checks.view": OVERSEERS,
    "checks.decide": (METHODOLOGIST,),
    "people.manage": (ADMINISTRATOR,),  # wants the longer password; the last one stays
    "system.view": (ADMINISTRATOR,),
    "history.view": OVERSEERS,
}


def may(role: str, permission: str) -> bool:
    """Whether a role has a permission. An unknown permission is refused."""
    return role in PERMISSIONS.get(permission, ())


def roles_with(permission: str) -> tuple[str, ...]:
    """The roles that have a permission, for finding the people who do."""
    return PERMISSIONS.get(permission, ())


def may_write_for(role: str, own_units: Collection[int], unit_id: int) -> bool:
    """Whether figures of this unit may be written: one's own, or any on its behalf."""
    return may(role, "entries.write_any") or (may(role, "entries.write") and unit_id in own_units)


# Posts, where not a right but the person's office is meant.


def signing_posts() -> tuple[str, ...]:
    """Whose names stand under a report, in the order of the lines."""
    return (DIRECTOR, METHODOLOGIST)


def command_line_posts() -> tuple[str, ...]:
    """For whom a command acts when it names nobody: the first of these that the centre has."""
    return (METHODOLOGIST, ADMINISTRATOR)


def first_post() -> str:
    """The role of the account with which a centre begins."""
    return ADMINISTRATOR
