"""`./run manage rebuild_current_answers`: makes the table of current answers anew from the events it is made of."""

from typing import Any

from django.core.management.base import BaseCommand

from advisor.assessments.actions.answer import rebuild_current_answers
from advisor.assessments.models import Respondent


class Command(BaseCommand):
    help = "Rebuild the current answers from everything ever answered. Nothing is lost."

    def handle(self, *args: Any, **options: Any) -> None:
        people = list(Respondent.objects.order_by("id").values_list("id", flat=True))
        answers = sum(rebuild_current_answers(respondent_id=one) for one in people)
        self.stdout.write(f"Rebuilt: {answers} current answers of {len(people)} people.")
