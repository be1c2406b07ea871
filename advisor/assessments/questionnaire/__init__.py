"""What a questionnaire asks one respondent, where, and what they answered: of a service, of a team."""
