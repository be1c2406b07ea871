"""Writes, a file a verb: keyword-only, each in one transaction, audited where they are not answers."""
