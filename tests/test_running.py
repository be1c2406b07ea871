"""What `docs/running.md`, the Dockerfile and compose.yaml say is so: every setting, option, command and file exists."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import dj_database_url
import pytest
import yaml
from django.core.management import get_commands

from advisor import probe, serve
from advisor.publish.script_fonts import SCRIPTS
from advisor.quotas.limits import LIMITS
from tests.patience import PATIENCE
from tests.prepared import prepare
from tests.test_serving import Serving

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "running.md").read_text()
READ = re.compile(r'"(ADVISOR_\w+|DATABASE_URL(?:_FILE)?)"')
ENVIRONMENT = re.compile(r"\b(?:ADVISOR_[A-Z_]+|DATABASE_URL(?:_FILE)?)\b")


def read_by_the_app() -> set[str]:
    """The names of the settings that the code reads."""
    return {name for path in (ROOT / "advisor").rglob("*.py") for name in READ.findall(path.read_text())}


def first_column(heading: str) -> set[str]:
    """The names in the first column of a table of the page."""
    table = PAGE.split(heading)[1].split("\n\n")[0]
    return set(re.findall(r"^\| `([^`]+)`", table, re.MULTILINE))


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile, as (instruction, rest)."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip()]  # type: ignore[misc]


def rests(instruction: str) -> list[str]:
    return [rest for name, rest in instructions() if name == instruction]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]


def test_page_lists_every_setting_the_app_reads_and_no_other() -> None:
    assert first_column("| setting |") | first_column("| limit |") == read_by_the_app()
    assert set(ENVIRONMENT.findall(PAGE)) == read_by_the_app()


def test_page_lists_every_limit_as_it_is() -> None:
    rows = PAGE.split("| limit |")[1].split("\n\n")[0].splitlines()[2:]
    assert rows == [f"| `{one.setting}` | {one.what} | {one.span} | {one.amount(one.most)} |" for one in LIMITS]


def test_page_lists_every_option_of_the_server() -> None:
    assert first_column("| option of") == {f"--{name}" for name in vars(serve.parse([]))}


def test_page_names_commands_that_exist() -> None:
    named = set(re.findall(r"\./run manage (\w+)", PAGE))
    assert {"backup", "try_backup", "sweep", "migrate", "dumpdata", "loaddata"} <= named
    assert named <= set(get_commands())


def test_page_names_addresses_that_answer() -> None:
    from django.urls import resolve

    for address in re.findall(r"`(/[a-z]+)`", PAGE):
        assert resolve(address)


def test_compose_gives_the_app_the_database_it_starts(compose: dict[str, Any]) -> None:
    app, database = compose["app"], compose["db"]
    password = re.compile(r"\$\{POSTGRES_PASSWORD:\?[^}]+\}")
    url = dj_database_url.parse(password.sub("sesame", app["environment"]["DATABASE_URL"]))
    assert (url["HOST"], url["PORT"]) == ("db", 5432)
    assert {"POSTGRES_USER": url["USER"], "POSTGRES_DB": url["NAME"], "POSTGRES_PASSWORD": url["PASSWORD"]} == {
        name: password.sub("sesame", value) for name, value in database["environment"].items()
    }
    assert app["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert "pg_isready" in database["healthcheck"]["test"]


FIXED = {
    "ADVISOR_DATA": "the image's volume",
    "ADVISOR_DEBUG": "for developing only",
    "ADVISOR_FONTS": "the image's fonts",
    **dict.fromkeys(
        ("ADVISOR_BREACHED_PASSWORDS", "ADVISOR_SECRET_KEY_FILE", "ADVISOR_MAIL_FILE", "DATABASE_URL_FILE"),
        "a file, which has to be given to the container too",
    ),
}
"""What compose.yaml leaves alone, and why."""


def test_compose_sets_every_setting_that_a_host_may_need_and_no_other(compose: dict[str, Any]) -> None:
    given = compose["app"]["environment"]
    assert set(given) == read_by_the_app() - set(FIXED)
    own = {"DATABASE_URL", "ADVISOR_HOSTS", "ADVISOR_BEHIND_HTTPS"}
    empty = {name: f"${{{name}:-}}" for name in set(given) - own}  # empty counts as not set
    assert {name: value for name, value in given.items() if name not in own} == empty


def test_setting_that_is_empty_counts_as_not_set(compose: dict[str, Any]) -> None:
    names = set(compose["app"]["environment"]) - {"DATABASE_URL"}
    asked = (
        "from advisor import settings; from advisor.quotas.limits import in_force;"
        "print({name: value for name, value in vars(settings).items() if name.isupper()}, in_force())"
    )
    bare = {name: value for name, value in os.environ.items() if name not in names}
    said = [
        subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=one, capture_output=True, text=True, check=True)
        for one in (bare, {**bare, **dict.fromkeys(names, "")})
    ]
    assert said[0].stdout == said[1].stdout


def test_compose_keeps_data_in_named_volumes_and_the_port_to_this_machine(compose: dict[str, Any]) -> None:
    declared = yaml.safe_load((ROOT / "compose.yaml").read_text())["volumes"]
    mounted = {volume.split(":")[0] for service in compose.values() for volume in service["volumes"]}
    assert mounted == set(declared)
    assert compose["app"]["ports"] == [f"127.0.0.1:{serve.DEFAULT_PORT}:{serve.DEFAULT_PORT}"]
    assert "ports" not in compose["db"]
    assert compose["app"]["volumes"][0].endswith(f":{rests('VOLUME')[0]}")


def test_compose_app_is_the_image_of_the_dockerfile(compose: dict[str, Any]) -> None:
    assert compose["app"]["build"] == "."


def sources() -> list[str]:
    return [source for rest in rests("COPY") for source in rest.split()[:-1]]


def test_dockerfile_copies_what_exists_and_the_builder_is_given() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[1] == "*"  # all is kept from the builder, but what follows
    assert {line[1:] for line in ignored if line.startswith("!")} == set(sources())
    assert [source for source in sources() if not (ROOT / source).exists()] == []


def test_dockerfile_installs_the_libraries_that_run_names() -> None:
    pango = re.search(r'^PANGO="(.+)"$', (ROOT / "run").read_text(), re.MULTILINE)
    assert pango
    assert set(pango[1].split()) <= set(rests("RUN")[0].split())


def test_every_script_of_the_doctor_is_drawn_in_the_image_and_in_the_tests() -> None:
    packages = {script.package for script in SCRIPTS}
    fonts = re.search(r'^FONTS="(.+)"$', (ROOT / "run").read_text(), re.MULTILINE)
    assert fonts
    assert set(fonts[1].split()) == packages
    assert packages <= set(rests("RUN")[0].split())
    assert fonts[1] in PAGE


def test_dockerfile_runs_as_a_user_without_rights_who_owns_the_data() -> None:
    names = [name for name, _ in instructions()]
    assert rests("USER") == ["advisor"]
    assert names.index("USER") > max(number for number, name in enumerate(names) if name == "RUN")
    assert "install -d -o advisor -g advisor -m 0700 /data" in rests("RUN")[1]
    assert f"ADVISOR_DATA={rests('VOLUME')[0]}" in rests("ENV")[0]


def test_dockerfile_serves_and_probes_the_port_it_exposes() -> None:
    python, module, program, *arguments = yaml.safe_load(rests("CMD")[0])
    assert (python, module, program) == ("python", "-m", "advisor.serve")
    options = serve.parse(arguments)
    assert rests("EXPOSE") == [str(options.port)] == [str(probe.DEFAULT_PORT)]
    assert options.host == "0.0.0.0"
    assert rests("HEALTHCHECK")[0].endswith('CMD ["python", "-m", "advisor.probe"]')


def test_image_holds_all_the_app_needs(tmp_path: Path) -> None:
    image = tmp_path / "app"
    image.mkdir()
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *sources()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in tracked:
        if (ROOT / name).exists():
            (image / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, image / name)
    prepare(tmp_path / "data")
    collected = (tmp_path / "data" / "static" / ".collected").stat().st_mtime_ns
    serving = Serving(tmp_path / "data", "", folder=image)
    try:
        for address in ("/", "/quick/", "/checklists/nodejs-express/", "/readyz"):
            with urllib.request.urlopen(serving.base + address, timeout=PATIENCE) as answer:
                assert answer.status == 200
    finally:
        assert serving.end() == 0
    assert (tmp_path / "data" / "static" / ".collected").stat().st_mtime_ns == collected  # each static file is there


def pins(name: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+==\S+)", (ROOT / name).read_text(), re.MULTILINE))


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [
        ("requirements.txt", "requirements-postgresql.txt"),
        ("requirements-postgresql.txt", "requirements-dev.txt"),
    ],
)
def test_requirements_larger_file_holds_the_smaller_one(smaller: str, larger: str) -> None:
    assert pins(smaller) < pins(larger)


@pytest.mark.parametrize(
    ("database", "wanted"),
    [
        ("", "requirements.txt"),
        ("sqlite:///x", "requirements.txt"),
        ("postgres://h/n", "requirements-postgresql.txt"),
        ("postgresql://h/n", "requirements-postgresql.txt"),
    ],
)
def test_run_installs_the_driver_only_where_it_is_needed(database: str, wanted: str, tmp_path: Path) -> None:
    needed = re.search(r"^needed\(\) .+$", (ROOT / "run").read_text(), re.MULTILINE)
    assert needed
    (tmp_path / "url").write_text(f"{database}\n")
    for given in ({"DATABASE_URL": database}, {"DATABASE_URL": "", "DATABASE_URL_FILE": str(tmp_path / "url")}):
        command = ["bash", "-c", f"{needed[0]}\nneeded"]
        done = subprocess.run(command, env={**os.environ, **given}, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == wanted


def test_crontab_lines_call_commands_with_options_they_take() -> None:
    lines = [line.replace("\\%", "%") for line in PAGE.splitlines() if " ./run manage " in line and "* * *" in line]
    assert len(lines) == 1
    for line in lines:
        words = shlex.split(line.split("./run manage ")[1].replace("$(date +%F-%H%M)", "now"))
        shown = subprocess.run(
            [sys.executable, "manage.py", words[0], "--help"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert shown.stdout.startswith(f"usage: manage.py {words[0]}")
