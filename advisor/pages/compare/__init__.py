"""Where the people who answered differ, what it changes, and how it is settled."""
