"""`./run manage notify`: sends what people asked to be told by mail. `./run` calls it every five minutes where mail is
set up."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from advisor.accounts.delivery import deliver


class Command(BaseCommand):
    help = "Mail people the assessment news they asked for, at most one mail each per day."
    requires_system_checks: Any = ()  # they read every view, and `./run` calls this again and again

    def handle(self, *args: Any, **options: Any) -> None:
        sent = deliver(now=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Sent: {sent} mails.")
