"""The decision record: what a reader is told about a recommendation, and its JSON, Markdown, charts and terminal text.

In: a checklist, an answers file and the engine's recommendation. Out: a `DecisionRecord` and writers of it. Must not
know: Django, the database, the clock, how a verdict is made.
"""
