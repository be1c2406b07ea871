"""The decision record: what a reader is told about a recommendation, and its JSON, Markdown, charts and terminal text.

In: a checklist, an answers file and the engine's recommendation. Out: a `DecisionRecord` and writers of it. Must not
know: Django, the database, the clock, how a verdict is made.

`model/` is the record and its parts, `build/` makes it from a recommendation, `formats/` writes it, `verify/` reads one
back. Each imports only those before it; `numbers.py` and `sanitize.py` are for all of them.
"""
