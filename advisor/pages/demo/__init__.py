"""The example platform, to look at and to copy."""
