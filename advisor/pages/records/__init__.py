"""What was signed off: its page and its files."""
