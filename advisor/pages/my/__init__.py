"""What is mine: assessments, records, data."""
