"""A record from somewhere, read back: whether it is genuine, and what differs between two of them.

In: bytes or text. Out: what was read, findings, differences. Must not know: Django, the clock, where a file comes from.
"""
