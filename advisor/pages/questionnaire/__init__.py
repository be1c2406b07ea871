"""Answering: question pages that save themselves, what the answers say so far, and checking them.

`/quick/`, a service of an assessment and a team's scorecard ask in the same way; their `Routes` tell them apart.
"""
