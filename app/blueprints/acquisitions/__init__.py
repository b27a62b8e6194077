from flask import Blueprint
blueprint = Blueprint("acquisitions", __name__)
