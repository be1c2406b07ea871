"""`/a/<id>/history/`: who changed what, when and from what; milestones, and the difference of any two."""
