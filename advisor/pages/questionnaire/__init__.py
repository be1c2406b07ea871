"""Answering: question pages that save themselves, what the answers say so far, and checking them.

`/quick/` is one place where they are asked, a service of an assessment another, a team's scorecard a third; a `Desk`
tells them apart.
"""
