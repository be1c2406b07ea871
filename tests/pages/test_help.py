"""The help page: each step with a picture that is there, light enough, and the commands that the README names."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from advisor.pages.home.help_steps import STEPS
from tests.people import text_of

ROOT = Path(__file__).resolve().parents[2]
LIGHT_ENOUGH = 20 * 1024
COMMAND = re.compile(r"\./run manage ((?:checklist|record) \w+|\w+)")


def test_help_tells_every_step_from_the_link_to_the_signature(client: Client) -> None:
    assert [step.title for step in STEPS] == ["Invite", "Answer", "Reveal", "Compare", "Settle", "Decide", "Sign"]
    text = text_of(client.get("/help/"))
    for before, after in pairwise(STEPS):
        assert 0 < text.index(f"<h3>{before.title}</h3>") < text.index(f"<h3>{after.title}</h3>")


@pytest.mark.parametrize("step", STEPS, ids=[step.name for step in STEPS])
def test_picture_of_a_step_is_light_and_as_large_as_said(step, client: Client) -> None:
    for name in (step.light, step.dark):
        found = finders.find(name)
        assert isinstance(found, str), name
        assert Path(found).stat().st_size < LIGHT_ENOUGH, name
        with Image.open(found) as picture:
            assert picture.size == (step.width, step.height), name
    shown = re.search(rf'<img src="[^"]*{step.name}[^>]*>', text_of(client.get("/help/")))
    assert shown
    assert 'loading="lazy"' in shown[0]
    assert step.alternative_text in shown[0]


def test_help_names_the_commands_that_the_readme_names(client: Client) -> None:
    readme = set(COMMAND.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    told = set(COMMAND.findall(text_of(client.get("/help/"))))
    assert {"assess", "record verify", "checklist new"} <= readme <= told
    documented = set(COMMAND.findall((ROOT / "docs" / "terminal.md").read_text(encoding="utf-8")))
    assert told <= documented


def test_example_of_the_home_page_is_the_one_that_can_be_opened(client: Client) -> None:
    home, demo = text_of(client.get("/")), text_of(client.get("/demo/"))
    named = re.search(r'class="picture__title">([^<]+)<', home)
    assert named
    assert named[1] in demo
