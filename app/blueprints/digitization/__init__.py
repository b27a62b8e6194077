from flask import Blueprint
blueprint = Blueprint("digitization", __name__)
