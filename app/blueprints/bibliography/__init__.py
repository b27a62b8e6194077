from flask import Blueprint
blueprint = Blueprint("bibliography", __name__)
