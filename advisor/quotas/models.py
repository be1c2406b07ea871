"""What was done today, and how much is stored: one row for each browser or network and each thing with a limit."""

from typing import ClassVar

from django.db import models


class Count(models.Model):
    what = models.CharField(max_length=20)
    """The limit's name for it."""
    who = models.CharField(max_length=64)
    """A browser's key or a network's address, hashed."""
    day = models.DateField()
    amount = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["what", "who", "day"], name="count_once")]
        indexes: ClassVar = [models.Index(fields=["day"], name="count_day")]
