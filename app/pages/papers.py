"""The head and foot of what a page prints, for the centre of the reader."""

from __future__ import annotations

from collections.abc import Sequence

from flask_login import current_user

from app.documents.paper_ends import list_ends
from app.domain.frozen import Signer
from app.domain.papers import PaperEnds
from app.web.clock import today


def list_paper(name: str, signers: Sequence[Signer] = ()) -> PaperEnds:
    """Of a register or a list by its name, whose centre stands above it."""
    centre = current_user.centre
    return list_ends(centre.id, name, today(), centre_name=centre.name, signers=signers)
