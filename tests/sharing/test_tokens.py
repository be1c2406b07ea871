"""A link's token is where it was shown and nowhere else: no row, page, file, address, header or error repeats it."""

import re

import pytest
from django.test import Client

from advisor.assessments.models import Assessment, OwningTeam, Service
from advisor.sharing.roles import ROLES, Role
from tests.pages.making import platform, rated, said
from tests.people import ADA, Browser, text_of
from tests.sharing.test_table import BY_ROLE, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Assessment:
    made = platform()
    for service in Service.objects.all():
        said(service)
    for team in OwningTeam.objects.all():
        rated(team)
    return made


def new_token(made: Assessment, role: Role) -> str:
    ada, share = Browser(ADA), f"/a/{made.public_id}/share/"
    ada.post(share, {"role": role, "label": "Team", "ends": "14"})
    found = re.search(r"/s/([A-Za-z0-9_-]{32})\"", text_of(ada.get(share)))
    assert found
    return found[1]


def said_of(response: object) -> str:
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    headers = repr(dict(response.headers))  # type: ignore[attr-defined]
    return headers + body.decode("latin-1") + repr(response.cookies)  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", ROLES)
def test_token_is_in_nothing_that_comes_after_it(role: Role, made: Assessment) -> None:
    token, guest = new_token(made, role), Client()
    first = guest.get(f"/s/{token}")
    assert first.status_code == 302
    assert token not in said_of(first)
    if role != "view":
        assert token not in said_of(guest.post(first["Location"], {"name": "Ben"}))
    seen = 0
    for who in (guest, Browser(ADA).client):
        for one in BY_ROLE:
            if "public_id" in one.parameters and not {"link_id", "member_id", "respondent_id"} & set(one.parameters):
                slug = "edge" if "/teams/" in one.route else "token-stream"
                values = {"public_id": made.public_id, "slug": slug, "section": "speed", "key": "latency-first"}
                response = who.get(one.filled({**dict.fromkeys(one.parameters, "md"), **values}))
                assert token not in said_of(response), one.route
                seen += response.status_code == 200
    assert seen >= 20 if role == "own" else seen >= 10
    # what no row holds, no PDF, log of the database or backup can show
    assert token not in repr(rows())


@pytest.mark.parametrize("address", ["/s/{}", "/s/{}/", "/s/{}x", "/s/{}?a=1", "/a/{}/", "/x/s/{}"])
def test_token_in_a_wrong_address_is_not_repeated_by_the_error(address: str) -> None:
    token = "T0ken-of_a-link" + "y" * 17
    for response in (Client().get(address.format(token)), Client().post(address.format(token), {"a": "b"})):
        assert response.status_code in (404, 405)
        assert token not in said_of(response)
