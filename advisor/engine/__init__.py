"""Answers → recommendation. PURE: no Django, no clock, no files, no unseeded randomness.

The public way in is `recommend(checklist, answers_file) -> Recommendation`.
"""

ENGINE_VERSION = "1.0.0"
