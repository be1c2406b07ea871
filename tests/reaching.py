"""Which functions of `advisor/` each test calls: a plugin of pytest, `-p tests.reaching`.

In: a run of tests. Out: in the file that ADVISOR_TEST_REACH names, as JSON: for each test its seconds, and each
function as "file:first line". What is called while tests are collected belongs to none. Must not know: mutants.

A function notes its call by itself: modules are compiled with a line more. A trace function would take twice as long.
"""

import ast
import builtins
import json
import os
import time
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

REACH = "ADVISOR_TEST_REACH"
ROOT = Path(__file__).resolve().parent.parent
Function = ast.FunctionDef | ast.AsyncFunctionDef
called: set[str] = set()
tests: dict[str, tuple[float, list[str]]] = {}


def functions(tree: ast.AST) -> list[Function]:
    return [one for one in ast.walk(tree) if isinstance(one, Function)]


def noting(source: bytes, name: str) -> ast.Module:
    """The module, each of whose functions notes that it is called.

    >>> print(ast.unparse(noting(b"def f(x):\\n    return x", "a.py")))
    def f(x):
        advisor_reach('a.py:1')
        return x
    """
    tree = ast.parse(source)
    for one in functions(tree):
        call = ast.parse(f"advisor_reach({f'{name}:{one.lineno}'!r})").body[0]
        one.body.insert(int(ast.get_docstring(one) is not None), call)
    return ast.fix_missing_locations(tree)


compiled = SourceFileLoader.source_to_code


def source_to_code(self: SourceFileLoader, data: Any, path: Any, **more: Any) -> CodeType:
    file = Path(str(path))
    if isinstance(data, bytes) and file.is_relative_to(ROOT / "advisor"):
        data = noting(data, str(file.relative_to(ROOT)))
    return compiled(self, data, path, **more)


if REACH in os.environ:  # it is the plugin of a run, and not only read by one
    setattr(builtins, "advisor_reach", called.add)  # noqa: B010
    SourceFileLoader.source_to_code = source_to_code  # type: ignore[method-assign, assignment]
    # Modules that note calls are compiled into a folder of their own: programs that tests start know nothing of it.
    os.environ.pop("PYTHONPYCACHEPREFIX", None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    called.clear()
    start = time.monotonic()
    try:
        return (yield)
    finally:
        tests[item.nodeid] = (time.monotonic() - start, sorted(called))


def pytest_sessionfinish() -> None:
    Path(os.environ[REACH]).write_text(json.dumps(tests))
