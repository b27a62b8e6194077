"""The help: every page opens for everybody in every language, leads somewhere, and leaves nothing of the menu out."""

from __future__ import annotations

import re

import pytest

from app.blueprints.help.topics import BY_SLUG, TOPICS, topics_for
from app.domain.permissions import PERMISSIONS, ROLES, may
from app.i18n.locales import LOCALES
from app.web.navigation import navigation
from tests.cast import CAST

ONE_OF_EACH = {role: next(person.login for person in CAST if person.role == role) for role in ROLES}


def in_language(browser, locale: str):
    assert browser.post("/language", {"locale": locale}).status_code == 303
    return browser


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("role", ROLES)
def test_every_topic_opens_for_every_role_in_every_language(as_, role: str, locale: str) -> None:
    browser = in_language(as_(ONE_OF_EACH[role]), locale)
    index = browser.get("/help/").get_data(as_text=True)
    for topic in TOPICS:
        assert f'href="/help/{topic.slug}"' in index
        answer = browser.get(f"/help/{topic.slug}")
        page = answer.get_data(as_text=True)
        assert answer.status_code == 200, topic.slug
        assert len(re.findall(r"<(?:li|p|dd)>", page)) >= 5, f"{topic.slug} says nothing"
        assert "%(" not in page and "%%" not in page


@pytest.mark.parametrize("role", ROLES)
def test_what_one_does_oneself_stands_first(role: str) -> None:
    own, others = topics_for(role)
    assert own and {*own, *others} == set(TOPICS)
    assert all(any(may(role, permission) for permission in topic.serves) for topic in own)
    assert not any(may(role, permission) for topic in others for permission in topic.serves)


def test_topics_name_permissions_that_exist() -> None:
    assert {permission for topic in TOPICS for permission in topic.serves} <= set(PERMISSIONS)
    assert all(topic.serves for topic in TOPICS)


def test_no_dead_link_in_the_help(as_) -> None:
    browser = as_("metodist")
    for path in ["/help/", *(f"/help/{topic.slug}" for topic in TOPICS)]:
        main = re.search(r"<main.*</main>", browser.get(path).get_data(as_text=True), flags=re.DOTALL)
        assert main
        targets = set(re.findall(r'href="(/[^"]*)"', main[0]))
        assert targets, f"{path} leads nowhere"
        assert {target: browser.get(target).status_code for target in targets} == dict.fromkeys(targets, 200)


def test_a_topic_that_is_not_there_is_not_found(as_) -> None:
    assert as_("abonement").get("/help/nothing").status_code == 404
    assert as_("abonement").get("/help/layout").status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_menu_is_explained(app, as_, role: str, monkeypatch) -> None:
    """A new page in the menu wants its sentence in the help."""
    asked: set[str] = set()
    real = navigation.__globals__["link"]

    def noted(endpoint: str, words: str, *badge: int, **values: object):
        made = real(endpoint, words, *badge, **values)
        asked.update({endpoint} if made else ())
        return made

    browser = as_(ONE_OF_EACH[role])
    monkeypatch.setitem(navigation.__globals__, "link", noted)
    browser.get("/help/")
    assert "help.index" in asked
    explained = {endpoint for topic in TOPICS for endpoint in topic.explains}
    assert asked - explained == set()


def test_what_is_explained_is_there(app) -> None:
    for topic in TOPICS:
        assert set(topic.explains) <= set(app.view_functions), topic.slug
        assert set(topic.see) <= set(BY_SLUG) - {topic.slug}
