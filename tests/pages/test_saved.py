"""The reply to a save is put together from a pattern; it must be what the template says."""

import re
from datetime import UTC, datetime
from unittest.mock import patch

from django.template.loader import render_to_string

from advisor.assessments.answers import Draft, StoredAnswer, prompts
from advisor.assessments.checklists import newest
from advisor.assessments.questionnaire import question as questions
from advisor.assessments.questionnaire.question import Question
from advisor.pages.questionnaire.save import TEMPLATE, saved_state


def test_reply_to_a_save_is_what_the_template_says() -> None:
    at = datetime(2026, 11, 23, 17, 8, 9, 120_450, tzinfo=UTC)
    with patch.object(questions, "uuid4") as made:
        made.return_value.hex = "0123456789abcdef"
        for key, one in prompts(newest()).items():
            question = Question(one, f"/answers/{key}/", StoredAnswer(Draft("3"), 41, at))
            assert saved_state(question, at) == render_to_string(TEMPLATE, {"question": question})


def test_second_reply_for_a_statement_has_values_of_its_own() -> None:
    one = next(iter(prompts(newest()).values()))
    replies = [
        saved_state(Question(one, "", StoredAnswer(Draft("3"), seq, at)), at)
        for seq, at in ((7, datetime(2026, 1, 2, 3, 4, tzinfo=UTC)), (8, datetime(2027, 1, 2, 23, 59, tzinfo=UTC)))
    ]
    assert 'value="7"' in replies[0]
    assert "03:04 UTC" in replies[0]
    assert 'value="8"' in replies[1]
    assert "23:59 UTC" in replies[1]
    ids = {re.findall('name="request-[^>]*value="([^"]*)"', reply)[0] for reply in replies}
    assert len(ids) == 2
