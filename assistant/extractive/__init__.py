"""The reader that needs no model: it composes short answers from records and from the documents' own sentences."""
