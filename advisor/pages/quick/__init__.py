"""One service, without an account: the questionnaire, what it says so far, its result and its files."""
