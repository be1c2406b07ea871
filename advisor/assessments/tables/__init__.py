"""Tables as people send them: text of any kind in, rows out, and what each column is taken for."""
