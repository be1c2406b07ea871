"""What a decision record is: its parts as values, the words they are told in, and the JSON that its digest is over.

In: nothing. Out: frozen dataclasses. Must not know: how they come from a recommendation, how they are laid out.
"""
