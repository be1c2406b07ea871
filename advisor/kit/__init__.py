"""Prototype and benchmark kits: a zip made for one service, and the results file it writes, read back."""
