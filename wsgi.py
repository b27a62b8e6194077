"""The application for a WSGI server: ``waitress-serve wsgi:app`` with JAMLANMA_DATA set."""

from app import create_app
from app.config import data_folder, load_settings

app = create_app(load_settings(data_folder()))
