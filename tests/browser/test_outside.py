"""The served program from outside by plain HTTP: headers, hosts, paths, errors, uploads (trust.md H, K, L, U, V, X)."""

from __future__ import annotations

import http.client
import io
import re
import socket
import threading
import time
import zipfile
from urllib.parse import urlsplit

import pytest

from tests.browser.site import MONTH, Answer, Site, Visitor

EVENTS = "/reading-rooms/events/?unit=manaviyat&month=2025-11"
CELL = f"IV.15|umumiy-zal|{MONTH}-12"
INTERNALS = re.compile(
    r"Traceback|sqlalchemy|sqlite|werkzeug|waitress|flask|/site-packages/|/tmp/|\.py\b|SELECT ", re.I
)
MEBIBYTE = 2**20


@pytest.fixture(scope="module")
def clerk(site: Site) -> Visitor:
    return site.sign_in("umumiy")


@pytest.fixture(scope="module")
def lead(site: Site) -> Visitor:
    return site.sign_in("metodist")


def judge(answer: Answer, *, static: bool = False) -> list[str]:
    """What is wrong with the headers of an answer (trust.md H1, H5)."""
    headers = answer.headers
    policy = headers.get("Content-Security-Policy", "")
    wanted = ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "default-src 'none'")
    checks = {
        "unsafe policy": "unsafe" not in policy and all(part in policy for part in wanted),
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": headers.get("Referrer-Policy") == "same-origin",
        "store": "immutable" in headers.get("Cache-Control", "")
        if static
        else headers.get("Cache-Control") == "no-store",
        "vary": static or {"Cookie", "HX-Request"} <= set(headers.get("Vary", "").split(", ")),
        "charset": not headers.get_content_type().startswith("text/") or headers.get_content_charset() == "utf-8",
        "server named": "Server" not in headers and "X-Powered-By" not in headers,
        "request id": bool(headers.get("X-Request-ID")),
    }
    return [name for name, good in checks.items() if not good]


@pytest.mark.parametrize(
    ("path", "status", "more"),
    [
        ("/", 200, {}),
        (f"/diary/{MONTH}", 200, {}),
        ("a card", 200, {"HX-Request": "true"}),
        ("/plan/2025.xlsx", 200, {}),
        ("/plan/2025.docx", 200, {}),
        ("/consolidation/2025.xlsx", 200, {}),
        ("/login", 302, {}),
        ("/nowhere", 404, {}),
        ("/people/", 404, {}),
        ("/logout", 405, {}),
        ("/healthz", 200, {}),
    ],
)
def test_every_kind_of_answer_has_its_headers(clerk: Visitor, path: str, status: int, more: dict[str, str]) -> None:
    if path == "a card":
        found = re.search(
            r'href="(/reading-rooms/events/[0-9]+)"', clerk.get(EVENTS.partition("&month")[0] + "&year=2025").text
        )
        assert found, "the demonstration has no card of an event"
        path = found[1]
    answer = clerk.get(path, **more)
    assert answer.status == status
    assert judge(answer) == []


def test_refusals_of_a_cell_have_them_too(clerk: Visitor) -> None:
    for value, version, status in (("x1", 0, 422), ("5", 999, 409)):
        answer = clerk.save(CELL, value, version)
        assert (answer.status, judge(answer)) == (status, [])
    anonymous = Visitor(clerk.address)
    answer = anonymous.ask("POST", "/logout", b"")
    assert (answer.status, judge(answer)) in ((400, []), (401, []))


def test_what_is_ours_and_never_changes_is_kept_by_the_browser(clerk: Visitor) -> None:
    page = clerk.get("/").text
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(addresses) >= 10
    for address in addresses:
        answer = clerk.get(address.replace("&amp;", "&"))
        assert (address, answer.status, judge(answer, static=True)) == (address, 200, [])


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_a_foreign_host_is_refused(site: Site, host: str) -> None:
    answer = site.visitor().get("/login", Host=host)
    assert answer.status == 400
    assert "evil" not in answer.text


def test_headers_of_a_proxy_that_is_not_ours_change_nothing(site: Site) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.9.8.7"}
    answer = site.visitor().get("/plan/2025", **forged)
    assert answer.status == 302
    assert answer.headers["Location"] == "/login?next=/plan/2025"
    site.visitor().ask("POST", "/login", b"login=nobody&password=x", forged)
    log = (site.data / "log" / "jamlanma.log").read_text(encoding="utf-8")
    assert "127.0.0.1" in log
    assert "10.9.8.7" not in log


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config", "/.env", "/app.db", "/jamlanma.db", "/data/jamlanma.db", "/instance/", "/console",
        "/secret_key", "/static/", "/static/../config.py", "/static/..%2f..%2fconfig.py",
        "/static/%2e%2e/%2e%2e/pyproject.toml", "/static/..%5c..%5cconfig.py", "/static/css/", "/static//etc/passwd",
        "/static/C:%5CWindows%5Cwin.ini", "/static/CON", "/static/%00",
        "/reading-rooms/events/evidence/..%2f..%2fsecret_key", "/reading-rooms/..%2fsecret_key/",
        "/diary/..%2f2025-11", "/plan/2025/..%2f..%2fetc%2fpasswd", "/reports/..%2f1.xlsx",
        "/consolidation/%2e%2e%2f2025.xlsx", "/?__debugger__=yes&cmd=resource&f=style.css&x=",
        "/reading-rooms/events/evidence/99999999999999999999",
    ],
)  # fmt: skip
def test_nothing_but_our_pages_is_served(clerk: Visitor, path: str) -> None:
    answer = clerk.get(path)
    if path.startswith("/?"):
        assert answer.headers.get_content_type() == "text/html"
        assert "Traceback" not in answer.text
        return
    assert answer.status == 404
    assert not re.search(r"root:|\[core\]|\[project\]|MEBIBYTE", answer.text)


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND"])
def test_other_methods_are_refused(clerk: Visitor, method: str) -> None:
    assert clerk.ask(method, "/plan/2025").status in (400, 405)


@pytest.mark.parametrize(
    "key", ["2025-00", "2025-13", "9999-99", "0000-01", "2025-3", "2025-11-31", "1e3", "%00", "²025"]
)
@pytest.mark.parametrize("place", ["/diary/{}", "/consolidation/{}", "/consolidation/{}.xlsx", "/plan/{}"])
def test_a_period_that_does_not_exist_is_no_page(clerk: Visitor, place: str, key: str) -> None:
    assert clerk.get(place.format(key.replace("²", "%C2%B2"))).status == 404


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_errors_are_told_in_the_readers_language_without_internals(site: Site, language: str) -> None:
    visitor = site.sign_in("huquqiy", language)
    own = f"IV.15|huquqiy|{MONTH}-04"
    answers = {
        400: visitor.ask("POST", "/profile", b"x=1", {"Content-Type": "application/x-www-form-urlencoded"}),
        404: visitor.get("/no/such/page"),
        405: visitor.get("/logout"),
        409: visitor.save(own, "5", 999),
        413: visitor.post("/profile", {"current": "x" * (13 * MEBIBYTE)}),
        422: visitor.post(EVENTS.replace("manaviyat", "huquqiy"), {"title": ""}),
        423: visitor.save(f"IV.15|huquqiy|{MONTH}-28", "5"),
    }
    for status, answer in answers.items():
        assert answer.status == status
        words = re.sub(r"<[^>]+>", " ", answer.text)
        assert not INTERNALS.search(words), INTERNALS.search(words)
        assert bool(re.search("[а-яё]{4}", words.replace("Русский", "").replace("Ўзбекча", ""), re.I)) == (
            language == "ru"
        )
    for status in (400, 404, 405):
        assert answers[status].headers["X-Request-ID"] in answers[status].text
        assert f'<html lang="{language}' in answers[status].text


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "a\x0bb", "a\x1bb", "a\x7fb", "a\ufffeb", "x" * 32_768, "x" * 100_000, b"a\xed\xa0\x80b", b"\xff\xfe"],
    ids=["NUL", "VT", "ESC", "DEL", "FFFE", "32768", "100000", "surrogate", "bytes"],
)
def test_text_that_cannot_be_kept_is_refused(site: Site, text: str | bytes) -> None:
    visitor = site.sign_in("manaviyat")
    fields = {"title": text, "date": "18.11.2025", "kind": "event", "rows": "IV.17", "form_token": ""}
    answer = visitor.send_file(EVENTS, fields, "", b"", "files")
    assert answer.status in (400, 422)
    assert "Suhbat" not in answer.text


@pytest.mark.parametrize("name", ["a.png", "a.docx", "a.xlsx", "a.pdf", "a.webp", "a.html", "a.pdf.exe", "a"])
@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"", b"MZ\x90"], ids=["html", "empty", "exe"])
def test_a_file_that_is_not_what_it_says_is_refused(site: Site, name: str, content: bytes) -> None:
    visitor = site.sign_in("manaviyat")
    kept = sorted((site.data / "files").rglob("*"))
    fields = {
        "title": "Soxta ilova",
        "date": "18.11.2025",
        "kind": "event",
        "rows": "IV.17",
        "form_token": f"u1-{name}",
    }
    answer = visitor.send_file(EVENTS, fields, name, content, "files")
    if name == "a.png" or content:
        assert answer.status == 422
        assert "Soxta ilova" in answer.text  # what was typed stays
    assert sorted((site.data / "files").rglob("*")) == kept


def bomb(parts: int, size: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        for number in range(parts):
            book.writestr(f"xl/worksheets/sheet{number}.xml", b"\0" * size)
    return buffer.getvalue()


@pytest.mark.parametrize(("parts", "size"), [(1, 60 * MEBIBYTE), (20_000, 1)], ids=["deep", "many"])
def test_a_packed_bomb_is_refused_quickly(lead: Visitor, parts: int, size: int) -> None:
    content = bomb(parts, size)
    start = time.monotonic()
    answer = lead.send_file("/plan/import", {"year": "2029"}, "reja.xlsx", content, "file")
    assert answer.status == 422
    assert time.monotonic() - start < 5  # measured under 0.1 s; this machine is shared


@pytest.mark.parametrize("chunked", [False, True])
def test_an_endless_body_is_cut(site: Site, chunked: bool) -> None:
    """trust.md U5: the answer is 413 long before a gigabyte was taken."""
    visitor = site.sign_in("manaviyat")
    head = [
        "POST /plan/import HTTP/1.1",
        f"Host: {urlsplit(site.address).netloc}",
        "Cookie: " + "; ".join(f"{name}={value}" for name, value in visitor.cookies.items()),
        "Content-Type: multipart/form-data; boundary=x",
        "Transfer-Encoding: chunked" if chunked else f"Content-Length: {2**30}",
    ]
    piece = b"0" * 65536
    sent, reply = 0, b""
    with socket.create_connection(urlsplit(site.address).netloc.split(":"), timeout=30) as wire:
        wire.sendall("\r\n".join([*head, "", ""]).encode())
        wire.settimeout(0.02)
        while not reply and sent < 64 * MEBIBYTE:
            try:
                wire.settimeout(10)
                wire.sendall(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
                sent += len(piece)
                wire.settimeout(0.001)
                reply = wire.recv(65536)
                break
            except TimeoutError:
                continue
            except OSError:
                break
    assert sent <= 20 * MEBIBYTE
    assert reply == b"" or b" 413 " in reply.split(b"\r\n", 1)[0]


def unsafe_forms(visitor: Visitor) -> list[tuple[str, str]]:
    """The addresses of the forms of some pages."""
    pages = ("/", "/profile", f"/diary/{MONTH}?unit=manaviyat", EVENTS, "/reading-rooms/?unit=manaviyat", "/deadlines/")
    found = set()
    for page in pages:
        for action in re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"', visitor.get(page).text):
            found.add(action.replace("&amp;", "&"))
    return sorted(found)


def test_no_form_works_without_the_token_of_this_sitting(site: Site) -> None:
    visitor, other = site.sign_in("manaviyat"), site.sign_in("huquqiy")
    addresses = unsafe_forms(visitor)
    assert len(addresses) >= 6
    for address in addresses:
        for token in (None, "", "x", other.token):
            fields = [("title", "begona"), ("value", "1"), *([("csrf_token", token)] if token is not None else [])]
            body = "&".join(f"{name}={value}" for name, value in fields).encode()
            answer = visitor.ask("POST", address, body, {"Content-Type": "application/x-www-form-urlencoded"})
            assert (address, token, answer.status) == (address, token, 400)
    assert visitor.get("/").status == 200, "a refused sign-out must not sign out"


@pytest.mark.parametrize(
    "more", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_cannot_act_even_with_the_token(clerk: Visitor, more: dict[str, str]) -> None:
    assert clerk.save(CELL, "5", 0, **more).status == 400


def test_half_open_connections_do_not_keep_others_out(site: Site) -> None:
    """trust.md L6: 110 clients that never finish their heading."""
    place = urlsplit(site.address).netloc.split(":")
    opened = [socket.create_connection(place, timeout=10) for _number in range(110)]
    try:
        for wire in opened:
            wire.sendall(b"GET /login HTTP/1.1\r\nHost: 127")
        start = time.monotonic()
        assert site.visitor().get("/login").status == 200
        assert time.monotonic() - start < 5
    finally:
        for wire in opened:
            wire.close()


def test_a_slow_upload_does_not_hold_the_program(site: Site) -> None:
    """trust.md U6 in small: eight bodies that trickle, and another person's page meanwhile."""
    place = urlsplit(site.address).netloc.split(":")
    done = threading.Event()

    def trickle() -> None:
        with socket.create_connection(place, timeout=10) as wire:
            wire.sendall(b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n")
            while not done.wait(0.2):
                wire.sendall(b"x")

    threads = [threading.Thread(target=trickle) for _number in range(8)]
    for thread in threads:
        thread.start()
    try:
        assert [site.visitor().get("/login").status for _visit in range(5)] == [200] * 5
    except http.client.HTTPException as error:  # pragma: no cover
        raise AssertionError("others were kept out") from error
    finally:
        done.set()
        for thread in threads:
            thread.join()
