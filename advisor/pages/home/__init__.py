"""Home, help, privacy."""
