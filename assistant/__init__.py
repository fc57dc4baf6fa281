"""Answers questions from an index and serves them: HTTP, command line, evaluation."""
