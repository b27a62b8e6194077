"""What the commands say: sentences and tables, on any console, and a parser that speaks Uzbek."""

from __future__ import annotations

import argparse
import codecs
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from flask_babel import gettext as _

from app.i18n.marking import N_

# What old consoles show for a sign that their code page does not have.
_PLAIN_SIGNS = {
    **dict.fromkeys("\u02bb\u02bc\u2018\u2019", "'"),
    **dict.fromkeys("\u201c\u201d\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2013\u2014\u2212\u2500", "-"),
    "\u2026": "...",
    "\u00a0": " ",
}
# argparse writes these in English; a group in brackets is the name that it complains about.
_USAGE_TROUBLES = (
    (r"the following arguments are required: (.+)", N_("Yetishmayapti: %(name)s.")),
    (r"one of the arguments (.+) is required", N_("Bittasi kerak: %(name)s.")),
    (r"unrecognized arguments: (.+)", N_("Bunday parametr yoʻq: %(name)s.")),
    (r"argument (.+?): expected .+", N_("%(name)s uchun qiymat yozilmagan.")),
    (r"argument (.+?): .+", N_("%(name)s uchun bunday qiymat boʻlmaydi.")),
)


class Refused(Exception):
    """A command cannot be done; the text is the whole sentence for the person at the console."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are Uzbek sentences."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title, self._optionals.title = _("nimalar"), _("parametrlar")
        self.add_argument("-h", "--help", action="help", help=_("shu yordamni koʻrsatadi"))

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        say_error(usage_trouble(message))
        raise SystemExit(2)


def usage_trouble(message: str) -> str:
    for pattern, sentence in _USAGE_TROUBLES:
        found = re.fullmatch(pattern, message)
        if found:
            return _(sentence) % {"name": found[1]}
    return _("Buyruq notoʻgʻri yozilgan. Yordam: --help")


def add_verb(verbs: Any, name: str, help_text: str, action: Callable[[argparse.Namespace], int | None]) -> Parser:
    """A verb with what every verb takes: the data folder, also after the verb."""
    parser: Parser = verbs.add_parser(name, help=help_text, description=help_text)
    # Without a default of its own, so that it does not undo a ``--data`` that stood before the verb.
    parser.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help=_("maʼlumotlar papkasi"))
    parser.set_defaults(action=action)
    return parser


def add_verb_group(verbs: Any, name: str, help_text: str) -> Any:
    """A verb of two words, such as ``user add``."""
    parser: Parser = verbs.add_parser(name, help=help_text, description=help_text)
    parser.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help=_("maʼlumotlar papkasi"))
    return parser.add_subparsers(title=_("buyruqlar"), metavar=_("BUYRUQ"), required=True, parser_class=Parser)


def prepare_console() -> None:
    """Never fail on printing: signs that a code page does not know become their plain neighbours."""
    codecs.register_error("plain_signs", _plain_signs)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="plain_signs")


def _plain_signs(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_PLAIN_SIGNS.get(sign, "?") for sign in signs), error.end


def say(sentence: str) -> None:
    print(sentence, flush=True)


def say_error(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def show_table(rows: Sequence[Mapping[str, Any]], headings: Mapping[str, str], *, as_json: bool) -> None:
    """Rows as a table with the given headings (key → words), or all of them as one JSON list."""
    if as_json:
        show_json(rows)
        return
    lines = [dict(headings), *({key: _cell(row.get(key)) for key in headings} for row in rows)]
    widths = {key: max(len(line[key]) for line in lines) for key in headings}
    for line in lines:
        say("  ".join(line[key].ljust(widths[key]) for key in headings).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def show_json(content: Any) -> None:
    """JSON that every console can carry."""
    say(json.dumps(content, ensure_ascii=True, indent=2, default=str))


def read_file(path: Path) -> bytes:
    """The content of a file that the person named. Raises Refused when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        raise Refused(_("Faylni oʻqib boʻlmadi: %(path)s") % {"path": path}) from None


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises Refused when it cannot be written."""
    waiting = path.with_name(path.name + ".part")
    try:
        waiting.write_bytes(content)
        waiting.replace(path)
    except OSError:
        waiting.unlink(missing_ok=True)
        raise Refused(_("Faylga yozib boʻlmadi: %(path)s") % {"path": path}) from None
