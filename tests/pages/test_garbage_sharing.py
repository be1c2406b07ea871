"""Whatever is sent to the pages of sharing, people and history: a plain answer, and nothing wrong is stored."""

from urllib.parse import quote

import pytest

from advisor.assessments.models import Milestone, Respondent
from advisor.sharing.models import ShareLink
from tests.pages.making import joined, platform
from tests.pages.test_garbage import ODD
from tests.people import ADA, BEN, Browser, text_of

pytestmark = pytest.mark.django_db
PLAIN = {200, 302, 404, 412, 422}


@pytest.mark.parametrize("odd", ODD)
def test_odd_fields_are_taken_plainly_or_refused(odd: str) -> None:
    made = platform()
    ben = joined(made, BEN, "Ben")
    ada, at = Browser(ADA), f"/a/{made.public_id}/"
    sent = (
        ("share/", {"role": "view", "label": odd, "ends": "14"}),
        ("share/", {"role": odd, "label": "x", "ends": odd}),
        ("join/", {"name": odd}),
        (f"people/{ben.id}/", {"which": odd, "service": [odd], "was": odd}),
        (f"people/{ben.id}/", {"which": "some", "service": [odd, "token-stream"], "was": odd}),
        (f"people/{ben.id}/", {"which": "some", "service": [odd, "token-stream"], "was": "*"}),
        ("history/milestones/", {"name": odd, "form": odd}),
    )
    for address, data in sent:
        assert ada.post(at + address, data).status_code in PLAIN, address
    for address in (
        f"history/?answers={quote(odd)}&events={quote(odd)}",
        f"history/difference/?first={quote(odd)}&second={quote(odd)}",
    ):
        assert ada.get(at + address).status_code in PLAIN, address
    for page in ("share/", "people/", "history/", "join/", ""):
        response = ada.get(at + page)
        assert response.status_code == 200
        assert "<script>alert" not in text_of(response)
    kept = [
        *ShareLink.objects.values_list("label", flat=True),
        *Respondent.objects.values_list("name", flat=True),
        *Milestone.objects.values_list("name", flat=True),
    ]
    assert not [name for name in kept if "\x00" in name or "\n" in name or len(name) > 300 or not name.strip()]
