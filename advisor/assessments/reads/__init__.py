"""Reads, a file a subject: always as whoever asks may see it."""
