"""Links, members, and the workspace an assessment is shared with."""
