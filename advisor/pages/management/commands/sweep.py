"""`./run manage sweep`: takes away what nobody came back for. `./run` calls it once a day.

One service that was tried goes when it was not opened for 30 days, with three answers or fewer after 7; what was
removed and not put back after 7, and so do drawn documents. Platforms in which anybody answered stay. How much each
browser keeps is measured. Rounds that waited only for people whose links have ended are revealed.
Then reminds by mail, where that is set up, of decisions that are due.
"""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from advisor.accounts.links import sweep_sign_ins
from advisor.assessments.actions.arrange import sweep_empty, sweep_removed
from advisor.assessments.actions.retention import QUICK_DAYS, sweep
from advisor.assessments.actions.reveal import reveal_what_waits_for_nobody
from advisor.decisions.reminders import remind
from advisor.decisions.volume import volume_of_visitors
from advisor.publish.queue import sweep_renderings
from advisor.quotas.counts import sweep_counts
from advisor.quotas.storage import note_storage
from advisor.sharing.links import sweep_links


class Command(BaseCommand):
    help = f"Delete services tried and not opened for {QUICK_DAYS} days, what was removed, and old drawn documents."
    requires_system_checks: Any = ()  # they read every view, and `./run` calls this again and again

    def handle(self, *args: Any, **options: Any) -> None:
        now, today = timezone.now(), timezone.localdate()
        sweep_links(now=now)
        sweep_sign_ins(now=now)
        call_command("clearsessions")
        removed = sweep_empty(today=today)
        assessments = sweep(today=today) + sweep_removed(now=now)
        sweep_counts(today=now.date())
        note_storage(volume_of_visitors(), today=now.date())
        documents = sweep_renderings(now=now)
        revealed = reveal_what_waits_for_nobody()
        reminders = remind(as_of=today)
        if options["verbosity"]:
            self.stdout.write(f"Deleted: {assessments} assessments, {documents} drawn documents.")
            if removed:
                self.stdout.write(f"Removed, to be put back within a week: {removed} platforms without an answer.")
            if revealed:
                self.stdout.write(f"Revealed: {revealed} rounds that waited for people whose links have ended.")
            if reminders:
                self.stdout.write(f"Sent: {reminders} reminders.")
