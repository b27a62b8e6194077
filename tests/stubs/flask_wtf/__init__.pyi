from typing import Any

from flask import Flask
from wtforms import Form

class FlaskForm(Form):
    def __init__(self, formdata: Any = ..., **values: Any) -> None: ...

class CSRFProtect:
    def init_app(self, app: Flask) -> None: ...
