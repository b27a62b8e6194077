"""A believable year of a district centre, made through the same operations that the pages use, the same for a seed."""

from app.demonstration.accounts import Account
from app.demonstration.year import fill

__all__ = ["Account", "fill"]
