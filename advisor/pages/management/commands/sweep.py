"""`./run manage sweep`: takes away what nobody came back for. `./run` calls it once a day.

One service that was tried goes when it was not opened for 30 days, what was removed and not put back after 7, and so do
drawn documents. Platforms that are there stay. Rounds that waited only for people whose links have ended are revealed.
Then reminds by mail, where that is set up, of decisions that are due.
"""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from advisor.accounts.links import sweep_sign_ins
from advisor.assessments.arranging import sweep_removed
from advisor.assessments.revealing import reveal_what_waits_for_nobody
from advisor.assessments.services import QUICK_DAYS, sweep
from advisor.decisions.reminding import remind
from advisor.publish.services import sweep_renderings
from advisor.sharing.links import sweep_links


class Command(BaseCommand):
    help = f"Delete services tried and not opened for {QUICK_DAYS} days, what was removed, and old drawn documents."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        sweep_links(now=now)
        sweep_sign_ins(now=now)
        call_command("clearsessions")
        assessments = sweep(today=now.date()) + sweep_removed(now=now)
        documents = sweep_renderings(now=now)
        revealed = reveal_what_waits_for_nobody()
        reminders = remind(as_of=now.date())
        if options["verbosity"]:
            self.stdout.write(f"Deleted: {assessments} assessments, {documents} drawn documents.")
            if revealed:
                self.stdout.write(f"Revealed: {revealed} rounds that waited for people whose links have ended.")
            if reminders:
                self.stdout.write(f"Sent: {reminders} reminders.")
