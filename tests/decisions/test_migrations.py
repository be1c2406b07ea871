"""Migrations on tables that hold something: nothing of it is lost, forwards or backwards."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import pre_migrate

from advisor.decisions.models import Decision, RecordFile
from tests.decisions.deciding import answered, signed_off


@pytest.mark.django_db(transaction=connection.vendor == "sqlite")  # where no table is made anew inside one
def test_files_of_a_record_and_what_was_reminded_survive_the_way_back_and_forth() -> None:
    made = answered()
    signed_off(made)
    Decision.objects.create(assessment=made, reminders=["ada@example.org"], reminded="x" * 64)
    files = list(RecordFile.objects.order_by("id").values())
    decision = Decision.objects.values().get()
    connection.check_constraints()
    try:
        call_command("migrate", "decisions", "0010", verbosity=0)
    finally:
        call_command("migrate", "decisions", verbosity=0)
    assert files
    assert list(RecordFile.objects.order_by("id").values()) == files
    assert Decision.objects.values().get() == decision
    pre_migrate.send(apps.get_app_config("decisions"), using=connection.alias, plan=["one"])  # to be emptied
