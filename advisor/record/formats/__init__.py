"""What a record is written as: text, tables, Markdown, charts, and the form of its JSON, one file a format.

In: a `DecisionRecord`. Out: text. Must not know: files, pages, PDFs.
"""
