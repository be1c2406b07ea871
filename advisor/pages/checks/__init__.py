"""Answering checks: "we know, because …"."""
