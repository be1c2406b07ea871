"""The append of an answer, in SQL.

In: one draft and the `seq` its writer last saw. Out: whether it was appended. Must not know: who may, what it means.
The ORM cannot say "insert if the last one is still number `base`"; this statement does, and the unique constraint
behind it decides between two that run at once. Works the same on SQLite and PostgreSQL.
"""

from datetime import datetime

from django.db import connection

from advisor.assessments.answers import Draft, Subject, day_of

_APPEND = """
INSERT INTO assessments_answerevent
  (respondent_id, service_id, team_id, statement, seq, value, reason, note,
   evidence_kind, evidence_url, evidence_expires, made_at, request_id)
SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s
WHERE (SELECT COALESCE(MAX(seq), 0) FROM assessments_answerevent
       WHERE respondent_id = %s AND COLUMN = %s AND statement = %s) = %s
ON CONFLICT DO NOTHING
"""

_KEEP = """
INSERT INTO assessments_currentanswer
  (respondent_id, service_id, team_id, statement, seq, value, reason, note,
   evidence_kind, evidence_url, evidence_expires, made_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (respondent_id, COLUMN, statement) WHERE COLUMN IS NOT NULL DO UPDATE SET
  seq = excluded.seq, value = excluded.value, reason = excluded.reason, note = excluded.note,
  evidence_kind = excluded.evidence_kind, evidence_url = excluded.evidence_url,
  evidence_expires = excluded.evidence_expires, made_at = excluded.made_at
WHERE excluded.seq > assessments_currentanswer.seq
"""

_SQL = {kind: tuple(sql.replace("COLUMN", f"{kind}_id") for sql in (_APPEND, _KEEP)) for kind in ("service", "team")}


def append(
    *, respondent_id: int, subject: Subject, draft: Draft, base: int, request_id: str, made_at: datetime
) -> bool:
    """Appends number base + 1, unless base is not the last one or the request id is taken. Needs a transaction."""
    service, team = (subject.id, None) if subject.kind == "service" else (None, subject.id)
    when = connection.ops.adapt_datetimefield_value(made_at)
    values = (draft.value, draft.reason, draft.note, draft.evidence.kind, draft.evidence.url)
    expires = connection.ops.adapt_datefield_value(day_of(draft.evidence))
    row = (respondent_id, service, team, subject.statement, base + 1, *values, expires, when)
    add, keep = _SQL[subject.kind]
    with connection.cursor() as cursor:
        cursor.execute(add, (*row, request_id, respondent_id, subject.id, subject.statement, base))
        if cursor.rowcount != 1:
            return False
        cursor.execute(keep, row)
    return True
