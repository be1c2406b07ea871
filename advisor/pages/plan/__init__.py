"""The plan: next steps with their owners and days, whom the platform needs, interviews."""
