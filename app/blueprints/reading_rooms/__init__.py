from flask import Blueprint
blueprint = Blueprint("reading_rooms", __name__)
