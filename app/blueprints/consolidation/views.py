from flask import Blueprint
blueprint = Blueprint("consolidation", __name__)
