"""A recommendation as a decision record: each module builds one part of it.

In: a checklist, an answers file and the engine's recommendation. Out: parts of the model. Must not know: any format.
"""
