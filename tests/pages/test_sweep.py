"""The daily sweep, as its command."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from advisor.assessments.models import Assessment, Round
from advisor.assessments.places import place_at, quick_place
from advisor.assessments.revealing import submit_service
from advisor.sharing.models import Grant
from tests.pages.making import joined, platform, said
from tests.people import ADA, BEN, CLEO, begun


@pytest.mark.django_db
def test_sweep_deletes_what_nobody_came_back_for_and_says_how_much() -> None:
    begun(ADA)
    kept = begun(BEN)
    old = timezone.now().date() - timedelta(days=31)
    Assessment.objects.filter(quick_visitor__key_hash=ADA.key_hash).update(opened_on=old)
    out = StringIO()
    call_command("sweep", stdout=out)
    assert out.getvalue() == "Deleted: 1 assessments, 0 drawn documents.\n"
    assert quick_place(ADA) is None
    assert quick_place(BEN) == kept


def swept() -> str:
    out = StringIO()
    call_command("sweep", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_sweep_reveals_what_waited_only_for_somebody_whose_link_has_ended() -> None:
    made = platform("Token stream", "Customer API")
    for key, name in ((BEN, "Ben"), (CLEO, "Cleo")):
        joined(made, key, name)
    for key, name in ((ADA, "Ada"), (BEN, "Ben")):
        said(made.services.get(slug="token-stream"), name=name)
        submit_service(place=place_at(key, made.public_id, "service", "token-stream"), visitor=key)
    assert "Revealed" not in swept()  # Cleo may still answer
    assert not Round.objects.exists()
    Grant.objects.filter(visitor__key_hash=CLEO.key_hash).update(expires_at=timezone.now() - timedelta(hours=1))
    assert "Revealed: 1 rounds that waited for people whose links have ended.\n" in swept()
    revealed = Round.objects.exclude(revealed_at=None).get(service__slug="token-stream")
    assert sorted(one.name for one in revealed.respondents.all()) == ["Ada", "Ben"]
    assert "Revealed" not in swept()


@pytest.mark.django_db
def test_sweep_reveals_nothing_of_whoever_is_left_alone() -> None:
    made = platform("Token stream")
    joined(made, BEN, "Ben")
    said(made.services.get())
    submit_service(place=place_at(ADA, made.public_id, "service", "token-stream"), visitor=ADA)
    Grant.objects.filter(visitor__key_hash=BEN.key_hash).update(expires_at=timezone.now() - timedelta(hours=1))
    assert "Revealed" not in swept()
    assert not Round.objects.exclude(revealed_at=None).exists()
