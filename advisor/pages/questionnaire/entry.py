"""One request's way to where it answers: which desk, whose place, and what begins with a first answer.

In: a browser, an address. Out: a seat, access checked. Must not know: HTTP, templates.
"""

from collections.abc import Callable
from dataclasses import dataclass

from advisor.assessments.answer_targets import Place
from advisor.assessments.answers import Asked, asked
from advisor.assessments.checklists import newest
from advisor.pages.questionnaire.context import Sitting, asked_by
from advisor.pages.questionnaire.routes import Desk
from advisor.sharing.access import VisitorKey


@dataclass(frozen=True, slots=True)
class Seat:
    desk: Desk
    visitor: VisitorKey
    place: Place | None
    """None where nothing was begun, so that there is no assessment to name."""
    begin: Callable[[], Place]
    """The place with everything that a first answer needs; makes what is not there yet."""
    sit: Callable[[Place | None], Sitting]

    def sitting(self) -> Sitting:
        return self.sit(self.place)

    def asked(self, key: str) -> Asked | None:
        """The statement of this key, if it is answered here."""
        found = (asked_by(self.place.checklist_digest) if self.place else asked(newest())).get(key)
        return found if found and self.desk.asks(found) else None
