"""What a checklist and an answers file are, and the strict reading of both. PURE: no Django."""
