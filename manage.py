#!/usr/bin/env python3
"""Make the environment, then run, test or manage Jamlanma.

Standard library only, so that it works on a machine that has nothing but Python 3.11 and pip:

    python3 manage.py run          serve on http://127.0.0.1:8000, with a demonstration year if there is no data yet
    python3 manage.py test [...]   everything the tests need, then all tests (arguments go to pytest)
    python3 manage.py wheels DIR   fetch the packages for a machine without Internet (--platform, --python)
    python3 manage.py VERB ...     any verb of the program (``python3 manage.py --help``)
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = Path(os.environ.get("JAMLANMA_VENV", ROOT / ".venv"))
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUNTIME_LOCK = ROOT / "requirements.lock"
POSTGRESQL_LOCK = ROOT / "requirements-postgresql.lock"  # the same and the driver
TEST_LOCK = ROOT / "tests" / "requirements.lock"
WHEELS = ROOT / "wheels"  # brought on a stick; then no index is asked
# What the tests use beyond Python packages: a browser, an office suite, pictures of its pages, a database server.
SYSTEM_PACKAGES = {
    "chromium": "chromium",
    "soffice": "libreoffice-calc libreoffice-writer",
    "pdftoppm": "poppler-utils fonts-dejavu fonts-liberation",
    "initdb": "postgresql",
}
PYTHON_VERSIONS = ["3.11", "3.12", "3.13"]
MACHINES = {
    "win64": ["win_amd64"],
    "win32": ["win32"],
    "linux64": [f"manylinux{kind}_x86_64" for kind in ("_2_28", "_2_27", "_2_26", "_2_17", "2014")],
    "linux-arm64": [f"manylinux{kind}_aarch64" for kind in ("_2_28", "_2_27", "_2_26", "_2_17", "2014")],
}
# What pip says where it reaches nothing.
UNREACHABLE = ("connection", "max retries", "timed out", "name resolution")
NOTHING_FOUND = "from versions: none"  # nothing reached, or nothing there for such a machine
# Before the environment there are no catalogues yet: each refusal stands here in Uzbek and Russian.
SENTENCES = {
    "python.old": (
        "Jamlanma uchun Python 3.11 yoki yangirogʻi kerak.",
        "Для Jamlanma нужен Python 3.11 или новее.",
    ),
    "pip.missing": (
        "Bu Pythonda pip yoʻq. Uni oʻrnating (Debian va Ubuntu: apt install python3-pip), keyin qayta urinib koʻring.",
        "В этом Python нет pip. Установите его (Debian и Ubuntu: apt install python3-pip) и повторите.",
    ),
    "environment.closed": (
        "Dasturga kerakli paketlar tayyor emas, {place} papkasiga esa yozib boʻlmaydi. Dastur papkasining egasi bir "
        "marta “python3 manage.py --version” buyrugʻini bersin yoki JAMLANMA_VENV da boshqa papkani koʻrsating.",
        "Нужные программе пакеты не готовы, а в папку {place} нельзя писать. Пусть владелец папки программы один раз "
        "выполнит «python3 manage.py --version», или укажите другую папку в JAMLANMA_VENV.",
    ),
    "environment.failed": (
        "{place} papkasida muhit yaratib boʻlmadi. Sababi yuqorida yozilgan.",
        "Не удалось создать окружение в папке {place}. Причина написана выше.",
    ),
    "index.unreachable": (
        "Paketlar olinadigan manzilga ulanib boʻlmadi. Internet boʻlmasa, internetga ulangan kompyuterda shu dasturda "
        "“python3 manage.py wheels wheels --platform …” buyrugʻini bering va hosil boʻlgan “wheels” papkasini bu "
        "yerga, manage.py yoniga koʻchiring. Keyin qayta urinib koʻring.",
        "Не удалось связаться с сервером пакетов. Если нет интернета, на компьютере с интернетом выполните в этой же "
        "программе «python3 manage.py wheels wheels --platform …» и перенесите полученную папку «wheels» сюда, рядом "
        "с manage.py. Затем повторите.",
    ),
    "wheels.incomplete": (
        "{place} papkasida shu kompyuter uchun hamma paket yoʻq. Uni “python3 manage.py wheels” buyrugʻi bilan shu "
        "kompyuter va Python {version} uchun qaytadan toʻldiring.",
        "В папке {place} нет всех пакетов для этого компьютера. Заполните её заново командой «python3 manage.py "
        "wheels» для этого компьютера и Python {version}.",
    ),
    "wheels.no_machine": (
        "“{machine}”, Python {version} uchun paketlar topilmadi. Nomini tekshiring ({names}), keyin internetga "
        "ulanishni.",
        "Для «{machine}», Python {version} пакеты не найдены. Проверьте название ({names}), затем связь с интернетом.",
    ),
    "packages.failed": (
        "Paketlarni olib boʻlmadi. Sababi yuqorida yozilgan.",
        "Не удалось получить пакеты. Причина написана выше.",
    ),
}


class Refused(Exception):
    """The program cannot be started or prepared; ``code`` is a key of SENTENCES."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    def __str__(self) -> str:
        return "\n".join(sentence.format(**self.params) for sentence in SENTENCES[self.code])


def run(*command: str | Path, **options: Any) -> None:
    subprocess.run([str(part) for part in command], check=True, **options)


def pip(*arguments: str | Path, otherwise: Refused | None = None, for_machine: Refused | None = None) -> None:
    """This Python's pip. Raises Refused that tells a missing pip, an index out of reach and other failures apart.

    ``for_machine``: what to say where the index has nothing for the machine that was named.
    """
    command = [sys.executable, "-m", "pip", *map(str, arguments)]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace")
    print(done.stderr, end="", file=sys.stderr, flush=True)
    if done.returncode == 0:
        return
    said = done.stderr.lower()
    if "no module named pip" in said:
        raise Refused("pip.missing")
    if otherwise is not None:
        raise otherwise
    unreachable, nothing = any(sign in said for sign in UNREACHABLE), NOTHING_FOUND in said
    if nothing and not unreachable and for_machine is not None:
        raise for_machine
    raise Refused("index.unreachable" if unreachable or nothing else "packages.failed")


def fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def stamp_of(lock: Path) -> Path:
    return ENVIRONMENT / f".installed-{'-'.join(lock.relative_to(ROOT).with_suffix('').parts)}"


def make_environment(lock: Path) -> None:
    """Create the environment and install the locked packages; do nothing when it already holds them."""
    stamp, wanted = stamp_of(lock), fingerprint(lock)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not may_write(ENVIRONMENT):
        raise Refused("environment.closed", place=ENVIRONMENT)
    print(f"{ENVIRONMENT} …", flush=True)
    try:
        if not PYTHON.exists():
            # A system Python without ensurepip can still make an environment and fill it with its own pip.
            run(sys.executable, "-m", "venv", "--without-pip", ENVIRONMENT)
    except subprocess.CalledProcessError as failure:
        raise Refused("environment.failed", place=ENVIRONMENT) from failure
    install(lock)
    stamp.write_text(wanted)


def install(lock: Path) -> None:
    """The locked packages into the environment: from the folder ``wheels`` where there is one, else from the index."""
    command = ["--python", PYTHON, "install", "--quiet", "--require-hashes", "-r", lock]
    if WHEELS.is_dir() and lock != TEST_LOCK:
        version = ".".join(map(str, sys.version_info[:2]))
        incomplete = Refused("wheels.incomplete", place=WHEELS, version=version)
        pip(*command, "--no-index", "--find-links", WHEELS, otherwise=incomplete)
    else:
        pip(*command)


def may_write(folder: Path) -> bool:
    there = next(place for place in (folder, *folder.resolve().parents) if place.exists())
    return os.access(there, os.W_OK)


def wheels(arguments: list[str]) -> None:
    """Fetch the packages of the lock, for this machine or for others, with their hashes checked."""
    chosen = wheels_parser().parse_args(arguments)
    lock = POSTGRESQL_LOCK if chosen.postgresql else RUNTIME_LOCK
    command = ["download", "--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:", "-d", chosen.dir]
    if not chosen.platform and not chosen.python:
        pip(*command, "-r", lock)
    for machine in chosen.platform or ([] if not chosen.python else [None]):
        for version in chosen.python or PYTHON_VERSIONS:
            kinds = [
                part for kind in MACHINES.get(machine, [machine] if machine else []) for part in ("--platform", kind)
            ]
            print(f"{machine or sys.platform}, Python {version} …", flush=True)
            refused = Refused(
                "wheels.no_machine", machine=machine or sys.platform, version=version, names=", ".join(MACHINES)
            )
            target = ("--python-version", version, "--implementation", "cp")
            pip(*command, *kinds, *target, "-r", lock, for_machine=refused)
    print(chosen.dir)


def wheels_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py wheels", description="Internetsiz kompyuter uchun paketlarni papkaga yigʻadi."
    )
    parser.add_argument("dir", type=Path, metavar="DIR", help="paketlar yoziladigan papka")
    names = ", ".join(MACHINES)
    parser.add_argument("--platform", action="append", help=f"qaysi kompyuter uchun: {names} yoki pip biladigan nom")
    parser.add_argument("--python", action="append", help=f"qaysi Python uchun, masalan {PYTHON_VERSIONS[-1]}")
    parser.add_argument("--postgresql", action="store_true", help="PostgreSQL drayveri ham")
    return parser


def runtime_lock(arguments: list[str]) -> Path:
    """The driver of PostgreSQL is installed where a database on a server is named."""
    addresses = [os.environ.get("JAMLANMA_DATABASE_URL", ""), *(word.partition("=")[2] or word for word in arguments)]
    return POSTGRESQL_LOCK if any(address.startswith("postgresql") for address in addresses) else RUNTIME_LOCK


def find_program(name: str) -> str | None:
    """The path of a system program; PostgreSQL keeps its own outside PATH on Debian."""
    return shutil.which(name) or next((str(p) for p in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)


def install_system_packages() -> None:
    """Install what the tests need from Debian where we may; say loudly what is missing otherwise."""
    missing = [name for name in SYSTEM_PACKAGES if find_program(name) is None]
    if missing and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        packages = " ".join(SYSTEM_PACKAGES[name] for name in missing).split()
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        try:
            run("apt-get", "update", **quiet)
            run("apt-get", "install", "-y", "--no-install-recommends", *packages, **quiet)
        except subprocess.CalledProcessError as failure:
            print(f"Could not install {', '.join(packages)}: {failure}", file=sys.stderr)
    for name in SYSTEM_PACKAGES:
        if find_program(name) is None:
            print(f"MISSING: {name}. The tests that need it will be SKIPPED and counted as skipped.", file=sys.stderr)


def become(command: list[str], environment: dict[str, str]) -> NoReturn:
    """Go on as this program: a signal that ends us ends it, and its exit code is ours."""
    if os.name == "posix":
        os.execve(command[0], command, environment)
    child = subprocess.Popen(command, env=environment)
    # Ctrl-C reaches both through the console. Ctrl-Break and a request to end are passed on.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    signal.signal(signal.SIGBREAK, lambda *_: child.send_signal(signal.CTRL_BREAK_EVENT))  # type: ignore[attr-defined]
    sys.exit(child.wait())


def main(arguments: list[str]) -> int:
    verb = arguments[0] if arguments else "--help"
    environment = {**os.environ, "PYTHONUTF8": "1"}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    try:
        if sys.version_info < (3, 11):  # noqa: UP036 – said before anything else fails
            raise Refused("python.old")
        if verb == "wheels":
            wheels(arguments[1:])
            return 0
        if verb == "test":
            make_environment(TEST_LOCK)
            install_system_packages()
            os.chdir(ROOT)
            become([str(PYTHON), "-m", "pytest", *arguments[1:]], environment)
        make_environment(runtime_lock(arguments))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1
    # The program's folder is only read: Python would write its bytecode there, and judge it by the times of files.
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    environment["PYTHONSAFEPATH"] = "1"  # never an “app” of the folder in which somebody happens to stand
    become([str(PYTHON), "-m", "app.cli", *arguments], environment)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr] – an old console shows ? rather than fail
    sys.exit(main(sys.argv[1:]))
