"""`./run manage sweep`: takes away what nobody came back for. Meant to run once a day.

Assessments made without an account go when they were not opened for 30 days, drawn documents after 7. What is shared or
frozen is never touched.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from advisor.assessments.services import QUICK_DAYS, sweep
from advisor.publish.services import sweep_renderings


class Command(BaseCommand):
    help = f"Delete one-service assessments not opened for {QUICK_DAYS} days, and old drawn documents."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        assessments, documents = sweep(today=now.date()), sweep_renderings(now=now)
        self.stdout.write(f"Deleted: {assessments} assessments, {documents} drawn documents.")
