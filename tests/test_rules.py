"""Each rule of ours finds its breach, and leaves what is allowed alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules import CODE, EVERYWHERE, ROOT, TEMPLATES, breaches, problems


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('<button hx-on:click="go()">', "hx-on"),
        ('<body hx-boost="true">', "hx-boost"),
        ('<input hx-trigger="keyup[ctrlKey]">', "hx-trigger"),
        ("<input hx-vals='js:{a: b()}'>", "js:"),
        ('<a href="javascript:go()">', "js:"),
        ('<p style="color: red">', "inline style"),
        ("<style>p {}</style>", "inline style"),
        ("<script>go()</script>", "inline script"),
        ('<p onclick="go()">', "inline handler"),
        ("<time datetime=\"{{ at|date:'c' }}\">", "|instant"),
    ],
)
def test_template_with_a_breach_is_named(line: str, word: str) -> None:
    found = breaches("<p>\n" + line, "page.html", TEMPLATES)
    assert len(found) == 1
    assert found[0].startswith("page.html:2: ")
    assert word in found[0]


@pytest.mark.parametrize(
    "line",
    [
        '<script src="{% static "js/save.js" %}" defer></script>',
        '<script type="application/json" id="state">{}</script>',
        '<input hx-trigger="change delay:300ms">',
        '<section class="style one">',
        '<time datetime="{{ at|instant }}">{{ at|date:"H:i" }}</time>',
    ],
)
def test_template_within_the_rules_passes(line: str) -> None:
    assert breaches(line, "page.html", TEMPLATES) == []


def test_name_of_a_value_is_a_noun() -> None:
    for line in ("    told = words(of)", "    made, kept = sent, 1"):
        assert len(breaches(line, "a.py", CODE)) == 1
    for line in ("    kept_texts = []", "    told(of)", "    frozen=kept,"):
        assert breaches(line, "a.py", CODE) == []


def test_path_of_one_machine_in_any_file_is_named() -> None:
    path = "/".join(["", "home", "ada", "project"])
    assert breaches(f"cd {path}", "README.md", EVERYWHERE) != []
    assert breaches("https://example.org/home/ada", "README.md", EVERYWHERE) == []


@pytest.mark.parametrize("mark", ["<" * 7 + " HEAD", ">" * 7 + " 3ca1920 (Saving)", "|" * 7 + " base", "<" * 7])
@pytest.mark.parametrize("name", ["static/js/save.js", "docs/a.md", "nginx.conf", "a.c", "Dockerfile", ".gitignore"])
def test_mark_of_a_merge_in_any_text_file_is_named(name: str, mark: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(f"one\n{mark}\ntwo\n")
    assert problems(tmp_path) == [
        f"{name}:2: a mark of a merge: decide between the two sides, and delete all of its marks"
    ]


def test_what_only_looks_like_a_mark_of_a_merge_passes(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Heading\n=======\n" + "<" * 8 + "\n| " + "<" * 7 + " |\n")
    (tmp_path / "a.png").write_bytes(b"\x89PNG\0\n" + b"<" * 7 + b"\n")
    assert problems(tmp_path) == []


def test_rules_as_a_command_in_this_project_pass() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.rules"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "No rule is broken.\n")


def test_rules_as_a_command_in_a_tree_with_a_breach_fail(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "rules.py").write_text((ROOT / "tests" / "rules.py").read_text())
    (tmp_path / "a.js").write_text("<" * 7 + " HEAD\n")
    done = subprocess.run(
        [sys.executable, "-m", "tests.rules"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 1
    assert done.stdout.startswith("a.js:1: a mark of a merge")


def test_problems_in_a_tree_without_git_are_found(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("<style>")
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "notes.txt").write_text("/".join(["", "home", "ada"]))
    assert problems(tmp_path) == [
        "templates/page.html:1: an inline style is refused by the policy: write a file in static/css"
    ]


def test_problems_with_a_tracked_file_deleted_passes_it_over(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    gone = tmp_path / "gone.md"
    gone.write_text("x")
    subprocess.run(["git", "-C", tmp_path, "add", "gone.md"], check=True)
    gone.unlink()
    assert problems(tmp_path) == []
