"""Parsed documents become one searchable generation on disk. Imports `ingest` only."""
