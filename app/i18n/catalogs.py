"""The message catalogues: ``python -m app.i18n.catalogs extract|update|fill|compile|check|missing|put``.

Message ids are the Uzbek sentences themselves. ``uz`` repeats them, ``uz_Cyrl`` is first written by the transliteration
and then corrected by people (``put uz_Cyrl FILE``, kept ever after), ``ru`` is written by people.
The files hold no dates and no line numbers, so that the same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import cast

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app import part_of_program
from app.domain.scripts import to_cyrillic
from app.i18n.catalog_checks import disagreement, faults
from app.i18n.compiled import CATALOGUE, catalogue_folder
from app.i18n.locales import LOCALES

SOURCES = Path(__file__).parents[1]
TRANSLATIONS = part_of_program("translations")
REVIEWED = "reviewed"  # a translator's comment: the transliteration leaves this message alone
PLURALS = {
    "uz": "nplurals=1; plural=0;",  # a noun stays singular after a number
    "uz_Cyrl": "nplurals=1; plural=0;",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}
_METHODS = [("templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
_OPTIONS = {"templates/**.html": {"silent": "false"}}
_KEYWORDS = dict.fromkeys(("_", "_l", "N_", "gettext", "lazy_gettext"))
_KEYWORDS |= dict.fromkeys(("ngettext", "lazy_ngettext"), (1, 2))


def extract(sources: Path = SOURCES) -> Catalog:
    """Every marked text of the program and its templates."""
    template = Catalog(charset="utf-8")
    found = extract_from_dir(sources, _METHODS, _OPTIONS, keywords=_KEYWORDS)
    for _file, _line, message, _comments, context in found:
        template.add(message, context=context)
    return template


def update(template: Catalog, folder: Path = TRANSLATIONS) -> None:
    """Bring each catalogue to the texts of ``template``: new ones are added, gone ones removed, the rest stays."""
    for locale in LOCALES:
        catalog = read(locale, folder)
        catalog.update(deepcopy(template), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        fill(catalog)
        write(catalog, locale, folder)


def fill(catalog: Catalog) -> None:
    """Write what needs no person: ``uz`` as it is, ``uz_Cyrl`` by the transliteration unless it was reviewed."""
    locale = str(catalog.locale)
    for message in messages(catalog):
        if locale == "uz":
            message.string = (message.id[1],) if message.pluralizable else message.id
        elif locale == "uz_Cyrl" and (REVIEWED not in message.user_comments or not is_translated(message)):
            words = to_cyrillic(cast(str, message.id[1] if message.pluralizable else message.id))
            message.string = (words,) if message.pluralizable else words


def missing(locale: str, folder: Path = TRANSLATIONS) -> dict[str, str | list[str]]:
    """What lacks its translation, ready to be filled in: message id → empty text, or one empty text per plural form."""
    catalog = read(locale, folder)
    return {
        key_of(message): [""] * catalog.num_plurals if message.pluralizable else ""
        for message in messages(catalog)
        if not is_translated(message)
    }


def put(locale: str, texts: dict[str, str | list[str]], folder: Path = TRANSLATIONS) -> list[str]:
    """Write translations; the faults of those that were refused. Empty texts are passed over."""
    catalog = read(locale, folder)
    known = {key_of(message): message for message in messages(catalog)}
    refused = []
    for key, text in texts.items():
        forms = (text,) if isinstance(text, str) else tuple(text)
        message = known.get(key)
        if not all(forms):
            continue
        if message is None:
            refused.append(f"{locale}: no such message: {key!r}")
        elif len(forms) != (catalog.num_plurals if message.pluralizable else 1):
            refused.append(f"{locale}: wrong number of plural forms: {key!r}")
        elif trouble := next(filter(None, (disagreement(key, form) for form in forms)), None):
            refused.append(f"{locale}: {trouble}: {key!r}")
        else:
            message.string = forms if message.pluralizable else forms[0]
            if locale == "uz_Cyrl" and REVIEWED not in message.user_comments:
                message.user_comments.append(REVIEWED)
    write(catalog, locale, folder)
    return refused


def check(template: Catalog, folder: Path = TRANSLATIONS) -> list[str]:
    """Every fault of every catalogue, one sentence each."""
    wanted = {message.id for message in messages(template)}
    found = []
    for locale in LOCALES:
        catalog = read(locale, folder)
        there = {message.id for message in messages(catalog)}
        found += [f"{locale}: not in the catalogue, run update: {id_!r}" for id_ in sorted(wanted - there, key=str)]
        found += [f"{locale}: obsolete: {id_!r}" for id_ in sorted(there - wanted, key=str)]
        found += [f"{locale}: obsolete: {message.id!r}" for message in catalog.obsolete.values()]
        for message in messages(catalog):
            found += [f"{locale}: {fault}: {key_of(message)!r}" for fault in faults(message, locale)]
    return found


def messages(catalog: Catalog) -> Iterator[Message]:
    """All but the header."""
    return (message for message in catalog if message.id)


def key_of(message: Message) -> str:
    return cast(str, message.id[0] if message.pluralizable else message.id)


def is_translated(message: Message) -> bool:
    return all(cast(tuple[str, ...], message.string)) if message.pluralizable else bool(message.string)


def path_of(locale: str, folder: Path) -> Path:
    return folder / locale / CATALOGUE


def read(locale: str, folder: Path = TRANSLATIONS) -> Catalog:
    """A catalogue, empty when there is none yet."""
    path = path_of(locale, folder)
    text = path.read_bytes() if path.exists() else _header(locale)
    return read_po(BytesIO(text), locale=locale, abort_invalid=True)


def write(catalog: Catalog, locale: str, folder: Path = TRANSLATIONS) -> None:
    """Write a catalogue if its bytes differ."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=0, no_location=True, omit_header=False, sort_output=True, ignore_obsolete=True)
    _, _, body = buffer.getvalue().partition(b"\n\n")
    content = _header(locale) + b"\n" + body.rstrip(b"\n") + b"\n"
    path = path_of(locale, folder)
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _header(locale: str) -> bytes:
    lines = [f"Language: {locale}", f"Plural-Forms: {PLURALS[locale]}", "MIME-Version: 1.0"]
    lines += ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    return ('msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines)).encode()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m app.i18n.catalogs", description="Message catalogues.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("extract", "update", "fill", "compile", "check"):
        commands.add_parser(name)
    commands.add_parser("missing").add_argument("locale", choices=LOCALES)
    putting = commands.add_parser("put")
    putting.add_argument("locale", choices=LOCALES)
    putting.add_argument("file", type=Path)
    chosen = parser.parse_args(arguments)
    return _run(chosen)


def _run(chosen: argparse.Namespace) -> int:
    refused: list[str] = []
    match chosen.command:
        case "extract":
            print(*sorted(key_of(message) for message in messages(extract())), sep="\n")
        case "update":
            update(extract())
            print(f"ru: {len(missing('ru'))} untranslated")
        case "fill":
            for locale in LOCALES:
                catalog = read(locale)
                fill(catalog)
                write(catalog, locale)
        case "compile":
            print(catalogue_folder())
        case "check":
            refused = check(extract())
        case "missing":
            print(json.dumps(missing(chosen.locale), ensure_ascii=False, indent=1))
        case "put":
            refused = put(chosen.locale, json.loads(chosen.file.read_text(encoding="utf-8")))
    for fault in refused:
        print(fault, file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        cast(TextIOWrapper, stream).reconfigure(encoding="utf-8")  # Windows would write its own code page
    sys.exit(main())
