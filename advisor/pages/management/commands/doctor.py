"""`./run doctor`: what this machine has and lacks, the line to type for what is missing, and the settings in force.

Exit status 1 if something the app needs is missing; what only tests or PDFs need is named but does not count.
"""

import ctypes.util
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

import advisor.sqlite
from advisor.accounts.breached import FORM, problem_of
from advisor.permissions import open_to_others
from advisor.publish.script_fonts import FOLDERS, scripts
from advisor.quotas.disk import database_size
from advisor.quotas.limits import DATABASE, FREE_DISK, LIMITS, MB
from advisor.quotas.refusals import most

APT = "sudo apt-get install -y --no-install-recommends"
PANGO = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The shell first: without windows, a page takes it a third of the processor time."""
ENOUGH_DISK = 500 * 1024 * 1024


@dataclass(frozen=True)
class DoctorFinding:
    """One thing looked at. `needed`: without it the app does not run as it should."""

    what: str
    ok: bool
    state: str
    way: str = ""
    needed: bool = True

    def __str__(self) -> str:
        mark = "ok     " if self.ok else "MISSING" if self.needed else "without"
        way = "" if self.ok or not self.way else f"\n        {self.way}"
        return f"{mark} {self.what}: {self.state}{way}"


def python() -> DoctorFinding:
    return DoctorFinding(
        "Python", sys.version_info >= (3, 11), platform.python_version(), f"{APT} python3 python3-venv  (3.11 or newer)"
    )


def sqlite() -> DoctorFinding:
    """Whether the SQLite in use keeps its file whole; of no matter on PostgreSQL."""
    version = advisor.sqlite.version()
    number = ".".join(map(str, version))
    used = connection.vendor == "sqlite"
    if advisor.sqlite.safe(version):
        return DoctorFinding("SQLite", True, number, needed=used)
    return DoctorFinding(
        "SQLite",
        False,
        f"{number} can corrupt a database when its log is reset",
        ".venv/bin/python -m pip install pysqlite3",
        needed=used,
    )


def pango() -> DoctorFinding:
    absent = [name for name in PANGO if not ctypes.util.find_library(name)]
    state = f"no PDFs without {', '.join(absent)}" if absent else "found"
    return DoctorFinding(
        "Pango, for PDFs", not absent, state, f"{APT} libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", False
    )


def fonts() -> Iterator[DoctorFinding]:
    """Scripts that the bundled font lacks, and the font of this machine that draws each in PDFs."""
    for script, font in scripts():
        state = font.name if font else "characters are printed as codes"
        yield DoctorFinding(f"{script.name} in PDFs", font is not None, state, f"{APT} {script.package}", False)


def tool(what: str, names: tuple[str, ...], packages: str) -> DoctorFinding:
    """A program that only the tests or the pictures call."""
    path = next((place for name in names if (place := shutil.which(name))), None)
    return DoctorFinding(what, path is not None, path or "not found", f"{APT} {packages}", False)


def database() -> DoctorFinding:
    where = connection.settings_dict["NAME"] if connection.vendor == "sqlite" else connection.settings_dict["HOST"]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        way = "set DATABASE_URL=postgres://user:password@host/name, or leave it out for SQLite"
        return DoctorFinding("Database", False, f"{connection.vendor} at {where}: {str(error).strip()}", way)
    return DoctorFinding("Database", True, f"{connection.vendor} at {where}")


def data_folder() -> DoctorFinding:
    folder = Path(settings.DATA_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        return DoctorFinding(
            "Data folder", False, f"{folder}: {error.strerror}", "./run --data FOLDER  (one you may write in)"
        )
    return DoctorFinding("Data folder", True, f"{folder}, writable")


def privacy() -> DoctorFinding:
    """Whether others on this machine can read what people wrote; a start takes that from them where it may."""
    exposed = open_to_others(Path(settings.DATA_DIR), settings.DATABASES["default"])
    if not exposed:
        return DoctorFinding("Private data", True, "for this user only")
    names = " ".join(map(str, exposed))
    return DoctorFinding(
        "Private data", False, "others on this machine can read it", f"chmod go= {names}", needed=False
    )


def breached_passwords() -> DoctorFinding:
    """Whether stolen passwords are refused, and whether the list can be searched."""
    if not settings.BREACHED_PASSWORDS:
        way = "ADVISOR_BREACHED_PASSWORDS=FILE  (see docs/running.md)"
        return DoctorFinding("Breached passwords", False, "not refused: no list is set", way, needed=False)
    path = Path(settings.BREACHED_PASSWORDS)
    problem = problem_of(path)
    return DoctorFinding("Breached passwords", not problem, problem or f"refused, from the list {path}", FORM)


def mail() -> DoctorFinding:
    """Whether people can be told by mail."""
    state = f"sent through {settings.EMAIL_HOST}" if settings.MAIL else "not set up: no mail is sent"
    return DoctorFinding(
        "Mail", settings.MAIL, state, "ADVISOR_MAIL and ADVISOR_MAIL_FROM  (see docs/running.md)", False
    )


def owner() -> DoctorFinding:
    """Whether somebody owns this server."""
    from advisor.accounts.links import has_owner  # the tests read this module without Django

    try:
        there = has_owner()
    except DatabaseError:
        return DoctorFinding("Owner", False, "not known before the first start", needed=False)
    state = "there is one" if there else "none: nobody can switch accounts off, or invite while sign-up is closed"
    return DoctorFinding("Owner", there, state, "./run manage make_owner EMAIL", needed=False)


def disk() -> DoctorFinding:
    folder = Path(settings.DATA_DIR)
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    least = max(ENOUGH_DISK, most(FREE_DISK) or 0)
    return DoctorFinding("Free disk", free >= least, f"{free / 1024**3:.1f} GB", "make room, or:  ./run --data FOLDER")


def room() -> DoctorFinding:
    """How much of the room that the database was given is used."""
    try:
        used, allowed = database_size(), most(DATABASE)
    except DatabaseError as error:
        return DoctorFinding("Room in the database", False, str(error).strip(), "look at the line above", needed=False)
    state = f"{used / MB:.1f} MB used of {DATABASE.amount(allowed)}"
    way = f"make room, or allow more:  {DATABASE.setting}=40 GB"
    return DoctorFinding("Room in the database", allowed is None or used < allowed, state, way)


def in_force() -> Iterator[str]:
    """The settings, without secrets."""
    given = [name for name in ("ADVISOR_SECRET_KEY", "ADVISOR_SECRET_KEY_FILE") if os.environ.get(name)]
    source = given[0] if given else "made at the first start, in the data folder"
    yield f"ADVISOR_DATA          {settings.DATA_DIR}"
    yield f"ADVISOR_HOSTS         {', '.join(settings.ALLOWED_HOSTS)}"
    yield f"ADVISOR_PREFIX        {settings.PREFIX or 'none: the root'}"
    yield f"ADVISOR_SECRET_KEY    {source}"
    yield f"ADVISOR_DEBUG         {int(settings.DEBUG)}"
    yield f"ADVISOR_BEHIND_HTTPS  {int(settings.BEHIND_HTTPS)}"
    yield f"ADVISOR_MAIL          {settings.EMAIL_HOST or 'none: no mail is sent'}"
    who = settings.SIGN_UP
    yield f"ADVISOR_SIGN_UP       {', '.join(who.domains) or ('open' if who.open else 'closed')}"
    yield f"ADVISOR_TIME_ZONE     {settings.TIME_ZONE}"
    yield f"ADVISOR_RENDER_SECONDS {settings.RENDER_SECONDS}"
    yield f"ADVISOR_WAIT_MS       {settings.WAIT_MS}"
    yield f"ADVISOR_FONTS         {os.environ.get('ADVISOR_FONTS', FOLDERS)}"
    yield f"ADVISOR_SIGNED_IN_DAYS {settings.SIGNED_IN_DAYS}"
    yield f"ADVISOR_BREACHED_PASSWORDS {settings.BREACHED_PASSWORDS or 'none'}"
    yield f"ADVISOR_SECOND_FACTOR {settings.SECOND_FACTOR}"
    yield f"ADVISOR_LINKS         {int(settings.LINKS)}"
    yield f"ADVISOR_USER_HEADER   {settings.USER_HEADER or 'none: people sign in here'}"
    yield f"DATABASE_URL          {connection.vendor}"


def limits() -> Iterator[str]:
    """How much of what is allowed here."""
    for limit in LIMITS:
        yield f"{limit.setting:<31} {limit.amount(most(limit)):>7}  {limit.what}, for {limit.span}"


def findings() -> list[DoctorFinding]:
    """Everything looked at, in the order it is printed."""
    return [
        python(),
        database(),
        sqlite(),
        data_folder(),
        privacy(),
        disk(),
        room(),
        breached_passwords(),
        owner(),
        mail(),
        pango(),
        *fonts(),
        tool("Chromium, for browser tests", CHROMIUM, "chromium-headless-shell libatomic1"),
        tool("qpdf, for tests of PDFs", ("qpdf",), "qpdf"),
        tool("pdftoppm, for pictures of PDFs", ("pdftoppm",), "poppler-utils"),
    ]


class Command(BaseCommand):
    help = "Show what this machine has and lacks, and which settings apply."
    requires_system_checks: Any = ()

    def handle(self, *args: Any, **options: Any) -> None:
        results = findings()
        for line in results:
            self.stdout.write(str(line))
        self.stdout.write("\nSettings in force")
        for setting in in_force():
            self.stdout.write(f"  {setting}")
        self.stdout.write("\nLimits in force")
        for limit in limits():
            self.stdout.write(f"  {limit}")
        lacking = [line.what for line in results if line.needed and not line.ok]
        if lacking:
            raise CommandError(f"Missing: {', '.join(lacking)}. The line below each says what to type.", returncode=1)
        self.stdout.write("\nEverything the app needs is here.")
