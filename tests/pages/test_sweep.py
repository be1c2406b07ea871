"""The daily sweep, as its command."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from advisor.assessments.models import Assessment
from advisor.assessments.places import quick_place
from tests.people import ADA, BEN, begun


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
