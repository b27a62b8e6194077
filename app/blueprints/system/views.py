from flask import Blueprint
blueprint = Blueprint("system", __name__)
