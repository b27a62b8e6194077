from flask import Blueprint
blueprint = Blueprint("methodology", __name__)
