"""The assessments that are stored, as answers to replay against another version of their checklist.

In: a checklist's slug. Out: the answers of each assessment with a name to know it by. Must not know: who may see them:
a command asks, of whoever runs the server.
"""

from advisor.assessments.models import Assessment
from advisor.assessments.reads.answers import answers_file_of
from advisor.publish.checklist_proof import Named


def stored_answers(slug: str) -> list[Named]:
    """Every assessment made with a checklist, whichever version of it, the oldest first."""
    assessments = Assessment.objects.filter(checklist__slug=slug, scope__closed_at=None).select_related("checklist")
    files = []
    for assessment in assessments.order_by("id").iterator():
        answers = answers_file_of(assessment)
        if answers is not None:
            files.append((f"{assessment.title} ({assessment.public_id})", answers))
    return files
