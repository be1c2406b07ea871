"""The record as Markdown, in the form of MADR 4: a file for each part of it."""
