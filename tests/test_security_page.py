"""`docs/security.md` lists every use of cryptography, every table and every event that is logged, and no other."""

import ast
import logging
import re
from collections import Counter
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
CODE = {path.relative_to(ROOT / "advisor").as_posix(): path for path in (ROOT / "advisor").rglob("*.py")}
CRYPTOGRAPHY = re.compile(
    r"hashlib|hmac|secrets|ssl|.*\.core\.signing|.*\.utils\.crypto|.*\.hashers|.*cryptokit|cryptography\..*"
)
FACTS_OF_REFUSE = {"method", "path"}


def rows(heading: str) -> list[list[str]]:
    """The cells of the table that begins with this heading."""
    table = PAGE.split(f"\n| {heading} |")[1].split("\n\n")[0]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in table.splitlines()[2:]]


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def calls(*functions: str) -> list[tuple[str, ast.Call]]:
    """Every call of these functions in the app, with the function's name."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in CODE.values()]
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [(node.func.id, node) for node in nodes if isinstance(node.func, ast.Name) and node.func.id in functions]


def imported(path: Path) -> set[str]:
    """The modules that a file imports, and what it imports from them, with dots."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {str(node.module), *(f"{node.module}.{one.name}" for one in node.names)}
    return found


def test_page_lists_every_module_that_uses_cryptography_once() -> None:
    listed = Counter(name for row in rows("what for") for name in names(row[3]))
    used = {name for name, path in CODE.items() if any(map(CRYPTOGRAPHY.fullmatch, imported(path)))}
    assert listed == Counter(used)


def test_page_gives_every_table_a_class() -> None:
    listed = Counter(name for row in rows("class") for name in names(row[2]))
    assert listed == Counter(model._meta.label for model in apps.get_models())


def test_page_has_a_rule_of_each_kind_for_every_class_and_tests_that_are_there() -> None:
    classes = [row[0] for row in rows("class")]
    assert PAGE.count("| rule | " + " | ".join(classes) + " | shown by |") == 1
    for row in rows("rule"):
        assert len(row) == len(classes) + 2
        named = re.findall(r"`(tests/\S+\.py)::(\w+)`", row[-1])
        assert named, row[0]
        for path, name in named:
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), name


def test_page_lists_every_event_with_its_facts() -> None:
    listed = {names(row[0])[0]: set(names(row[2])) for row in rows("event")}
    logged: dict[str, set[str]] = {}
    for function, node in calls("note", "refuse"):
        event = node.args[1]
        if not isinstance(event, ast.Constant):
            assert ast.unparse(event) == "event"  # `refuse` hands its own on
            continue
        facts = {str(one.arg) for one in node.keywords} - {"level"}
        logged.setdefault(str(event.value), set()).update(facts | (FACTS_OF_REFUSE if function == "refuse" else set()))
    assert listed == logged


def test_page_lists_every_logger() -> None:
    listed = {name for row in rows("logger") for name in names(row[0])}
    ours = {name for name, path in CODE.items() if "getLogger(__name__)" in path.read_text(encoding="utf-8")}
    modules = {"advisor." + name.removesuffix(".py").replace("/", ".") for name in ours}
    assert listed == modules | {"advisor.security", "django.request", "django.security"}
    assert logging.getLogger("advisor.security").name in listed
