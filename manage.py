#!/usr/bin/env python3
"""Make the environment, then run, test or manage Jamlanma.

Standard library only, so that it works on a machine that has nothing but Python 3.11 and pip:

    python3 manage.py run          serve on http://127.0.0.1:8000, with a demonstration year if there is no data yet
    python3 manage.py test [...]   everything the tests need, then all tests (arguments go to pytest)
    python3 manage.py VERB ...     any verb of the program (``python3 manage.py --help``)
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = Path(os.environ.get("JAMLANMA_VENV", ROOT / ".venv"))
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUNTIME_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "tests" / "requirements.lock"
# What the tests use beyond Python packages: a browser, an office suite, pictures of its pages, a database server.
SYSTEM_PACKAGES = {
    "chromium": "chromium",
    "soffice": "libreoffice-calc libreoffice-writer",
    "pdftoppm": "poppler-utils fonts-dejavu fonts-liberation",
    "initdb": "postgresql",
}


def run(*command: str | Path, **options) -> None:
    subprocess.run([str(part) for part in command], check=True, **options)


def fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def make_environment(lock: Path) -> None:
    """Create the environment and install the locked packages; do nothing when it already holds them."""
    stamp = ENVIRONMENT / f".installed-{lock.parent.name}-{lock.stem}"
    wanted = fingerprint(lock)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Preparing {ENVIRONMENT} …", flush=True)
    if not PYTHON.exists():
        # A system Python without ensurepip can still make an environment and fill it with its own pip.
        run(sys.executable, "-m", "venv", "--without-pip", ENVIRONMENT)
    run(sys.executable, "-m", "pip", "--python", PYTHON, "install", "--quiet", "--require-hashes", "-r", lock)
    stamp.write_text(wanted)


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


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 – said before anything else fails
        print("Jamlanma needs Python 3.11 or newer.", file=sys.stderr)
        return 1
    verb = arguments[0] if arguments else "--help"
    environment = {**os.environ, "PYTHONUTF8": "1"}
    try:
        if verb == "test":
            make_environment(TEST_LOCK)
            install_system_packages()
            command = [PYTHON, "-m", "pytest", *arguments[1:]]
        else:
            make_environment(RUNTIME_LOCK)
            command = [PYTHON, "-m", "app.cli", *arguments]
    except subprocess.CalledProcessError as failure:
        print(f"The environment could not be prepared: {failure}", file=sys.stderr)
        return 1
    cwd = ROOT if verb == "test" else None
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    try:
        return subprocess.run([str(part) for part in command], cwd=cwd, env=environment).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
