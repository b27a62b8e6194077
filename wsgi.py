"""The application for a WSGI server: ``waitress-serve wsgi:app`` with JAMLANMA_DATA set."""

from app import create_app
from app.config import data_folder, load_settings
from app.upkeep.folder import need_database
from app.upkeep.ownership import refuse_foreign

settings = load_settings(data_folder())
need_database(settings)
refuse_foreign(settings)
app = create_app(settings)
