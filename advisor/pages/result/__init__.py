"""Results: of a platform, of one service, what if an answer were another, and their files."""
