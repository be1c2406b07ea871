"""Making an assessment."""
