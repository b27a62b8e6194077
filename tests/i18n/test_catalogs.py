"""The catalogues: complete, in the right letters, reproducible; and the checks notice what is wrong."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.support import Translations

from app.i18n import catalogs
from app.i18n.catalogs import check, extract, missing, put, read, update, write
from app.i18n.compiled import built


@pytest.fixture
def template() -> Catalog:
    template = Catalog()
    for message in ("Saqlash", "Qator: %(key)s", "Fayl <b>yoʻq</b>"):
        template.add(message)
    template.add(("%(num)s ta yozuv", "%(num)s ta yozuv"))
    return template


@pytest.fixture
def folder(tmp_path: Path, template: Catalog) -> Path:
    update(template, tmp_path)
    return tmp_path


RUSSIAN = {
    "Saqlash": "Сохранить",
    "Qator: %(key)s": "Строка: %(key)s",
    "Fayl <b>yoʻq</b>": "Файла <b>нет</b>",
    "%(num)s ta yozuv": ["%(num)s запись", "%(num)s записи", "%(num)s записей"],
}


def bytes_of(folder: Path) -> list[bytes]:
    return [catalogs.path_of(locale, folder).read_bytes() for locale in catalogs.LOCALES]


def test_the_catalogues_of_the_program_have_no_fault() -> None:
    assert check(extract()) == []


def test_what_lacks_russian_is_listed_and_taken(folder: Path, template: Catalog) -> None:
    assert missing("ru", folder) == {**dict.fromkeys(RUSSIAN, ""), "%(num)s ta yozuv": ["", "", ""]}
    assert put("ru", RUSSIAN, folder) == []
    assert missing("ru", folder) == {}
    assert check(template, folder) == []


def test_the_same_sources_give_the_same_bytes(folder: Path, template: Catalog) -> None:
    put("ru", RUSSIAN, folder)
    before = bytes_of(folder)
    update(template, folder)
    assert bytes_of(folder) == before
    assert not any(b"Date" in content or b"#:" in content or b"\r" in content for content in before)


def test_an_update_keeps_russian_and_drops_what_is_gone(folder: Path) -> None:
    put("ru", RUSSIAN, folder)
    newer = Catalog()
    newer.add("Saqlash")
    newer.add("Yopish")
    update(newer, folder)
    assert missing("ru", folder) == {"Yopish": ""}
    assert read("ru", folder).get("Saqlash").string == "Сохранить"
    assert "yozuv" not in catalogs.path_of("ru", folder).read_text(encoding="utf-8")


def test_cyrillic_is_filled_and_a_correction_stays(folder: Path, template: Catalog) -> None:
    assert read("uz_Cyrl", folder).get("Qator: %(key)s").string == "Қатор: %(key)s"
    assert put("uz_Cyrl", {"Saqlash": "Сақлаб қўйиш"}, folder) == []
    update(template, folder)
    assert read("uz_Cyrl", folder).get("Saqlash").string == "Сақлаб қўйиш"


@pytest.mark.parametrize(
    ("locale", "texts", "fault"),
    [
        ("ru", {"Qator: %(key)s": "Строка: %(kye)s"}, "placeholders differ"),
        ("ru", {"Fayl <b>yoʻq</b>": "Файла <i>нет</i>"}, "tags differ"),
        ("ru", {"Saqlash": "Сохранить "}, "blanks at the end differ"),
        ("ru", {"%(num)s ta yozuv": ["%(num)s запись"]}, "plural forms"),
        ("ru", {"Yoʻq bunday": "Нет такого"}, "no such message"),
    ],
)
def test_a_wrong_translation_is_refused(folder: Path, locale: str, texts: dict[str, str], fault: str) -> None:
    before = bytes_of(folder)
    assert fault in "".join(put(locale, texts, folder))
    assert bytes_of(folder) == before


@pytest.mark.parametrize(
    ("locale", "string", "fault"),
    [
        ("ru", "", "untranslated"),
        ("ru", "Saqlash", "not translated"),
        ("ru", "Сохранитьʻ", "Uzbek letters"),
        ("uz_Cyrl", "Саqлаш", "Latin letters (q)"),
        ("uz", "Yozish", "differs from its source"),
    ],
)
def test_the_check_names_the_fault(folder: Path, template: Catalog, locale: str, string: str, fault: str) -> None:
    put("ru", RUSSIAN, folder)
    catalog = read(locale, folder)
    catalog.get("Saqlash").string = string
    write(catalog, locale, folder)
    assert check(template, folder) == [f"{locale}: {fault}: 'Saqlash'"]


@pytest.mark.parametrize("message", ["Maslahat o'quv zalida", "Ma‘lumot", "Кitob", "bo’sh", "Oʼquv"])
def test_the_check_wants_uzbek_letters_in_the_source(tmp_path: Path, message: str) -> None:
    template = Catalog()
    template.add(message)
    update(template, tmp_path)
    assert any(fault.startswith("uz: ") for fault in check(template, tmp_path))


def test_a_fuzzy_or_obsolete_message_is_a_fault(folder: Path, template: Catalog) -> None:
    put("ru", RUSSIAN, folder)
    catalog = read("ru", folder)
    catalog.get("Saqlash").flags.add("fuzzy")
    catalog.add("Eskirgan", "Устарело")
    write(catalog, "ru", folder)
    assert check(template, folder) == ["ru: obsolete: 'Eskirgan'", "ru: fuzzy: 'Saqlash'"]


def times_and_names(place: Path) -> dict[str, int]:
    return {path.relative_to(place).as_posix(): path.stat().st_mtime_ns for path in place.rglob("*.mo")}


def test_a_catalogue_is_built_again_when_its_text_differs_whatever_the_time_of_its_file(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("built")
    put("ru", RUSSIAN, folder)
    first = built(folder, place)
    before = times_and_names(place)
    assert len(before) == len(catalogs.LOCALES)
    source = catalogs.path_of("ru", folder)
    os.utime(source, ns=(4_000_000_000 * 10**9, 4_000_000_000 * 10**9))
    assert built(folder, place) == first
    assert times_and_names(place) == before
    put("ru", {"Saqlash": "Записать"}, folder)
    os.utime(source, ns=(0, 0))
    assert Translations.load(built(folder, place), ["ru"]).gettext("Saqlash") == "Записать"
    assert Translations.load(first, ["ru"]).gettext("Saqlash") == "Сохранить"
    assert not list(folder.rglob("*.mo"))


def test_a_place_that_cannot_be_written_is_said(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("closed") / "file"
    file.touch()
    with pytest.raises(OSError):
        built(folder, file / "catalogues")


def test_plurals_work(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    put("ru", RUSSIAN, folder)
    compiled = built(folder, tmp_path_factory.mktemp("built"))
    russian = Translations.load(compiled, ["ru"])
    forms = [russian.ngettext("%(num)s ta yozuv", "%(num)s ta yozuv", n) % {"num": n} for n in (1, 2, 5, 11, 21)]
    assert forms == ["1 запись", "2 записи", "5 записей", "11 записей", "21 запись"]
    uzbek = Translations.load(compiled, ["uz"])
    assert uzbek.ngettext("%(num)s ta yozuv", "%(num)s ta yozuv", 5) == "%(num)s ta yozuv"


def test_texts_are_found_in_code_and_templates(tmp_path: Path) -> None:
    (tmp_path / "templates" / "plan").mkdir(parents=True)
    page = """{% from "x.html" import y %}<p>{{ _("Reja") }} {{ _("Qator: %(n)s", n=1) }}</p>
    {{ ngettext("%(num)s ta", "%(num)s ta", 2) }}"""
    code = """A = {"x": N_("Yozuv")}\nB = lazy_gettext("Fakt")\nC = _l("Oy")"""
    (tmp_path / "templates" / "plan" / "row.html").write_text(page, encoding="utf-8")
    (tmp_path / "labels.py").write_text(code, encoding="utf-8")
    found = {catalogs.key_of(message) for message in catalogs.messages(extract(tmp_path))}
    assert found == {"Reja", "Qator: %(n)s", "%(num)s ta", "Yozuv", "Fakt", "Oy"}


def test_the_commands_answer(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("missing", "put", "read", "write", "update", "check"):
        function = getattr(catalogs, name)
        monkeypatch.setattr(function, "__defaults__", (folder,))
    assert catalogs.main(["missing", "ru"]) == 0
    texts = json.loads(capsys.readouterr().out)
    assert set(texts) == set(RUSSIAN)
    given = folder / "ru.json"
    given.write_text(json.dumps({**RUSSIAN, "Begona": "Чужое"}), encoding="utf-8")
    assert catalogs.main(["put", "ru", str(given)]) == 1
    assert "Begona" in capsys.readouterr().err
    assert missing("ru", folder) == {}


def test_no_russian_sentence_ends_behind_what_may_end_with_a_full_stop_itself() -> None:
    """A date or a month of a year ends with “г.” in Russian: a full stop behind it would be the second one."""
    path = Path(__file__).parents[2] / "translations" / "ru" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        said = [one.string for one in read_po(file) if one.id]
    sentences = [text for one in said for text in ([one] if isinstance(one, str) else one)]
    days = r"%\((day|until|month|period|date|first|on|end|since)\)s\.(?=\s|$)"
    assert len(sentences) > 1000 and [text for text in sentences if re.search(days, text)] == []
