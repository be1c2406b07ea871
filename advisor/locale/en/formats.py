"""Two forms of a day: a sentence spells it out, `|date`; a table has `|date:"SHORT_DATE_FORMAT"`, which sorts."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i T"
SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i T"
