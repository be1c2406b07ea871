"""The checklists as pages and files, and a file that somebody checks."""
