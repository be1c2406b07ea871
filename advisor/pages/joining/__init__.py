"""Coming in by a link."""
