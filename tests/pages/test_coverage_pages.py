"""What `docs/coverage.md` says can be read on a page is there."""

import html
import re

import pytest
from django.test import Client

from tests.coverage_table import Covered, covered_elsewhere


@pytest.mark.django_db
@pytest.mark.parametrize("line", covered_elsewhere(), ids=lambda line: line.number)
def test_covered_passage_page_says_the_words(client: Client, line: Covered) -> None:
    response = client.get(line.url)
    assert response.status_code == 200
    text = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    assert line.words in " ".join(text.split())
