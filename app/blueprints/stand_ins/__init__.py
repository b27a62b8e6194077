"""Who stands in for whom, from when until when."""

from app.blueprints.stand_ins.views import blueprint

__all__ = ["blueprint"]
