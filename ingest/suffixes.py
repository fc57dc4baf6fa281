"""The suffixes of the files that are read, by kind, known without a reader: finding files takes no PDF library."""

from __future__ import annotations

PDF = frozenset({".pdf"})
WORD = frozenset({".docx", ".docm"})
EXCEL = frozenset({".xlsx", ".xlsm"})
POWERPOINT = frozenset({".pptx", ".pptm"})
OLD_WORD = frozenset({".doc", ".dot", ".odt"})
OLD_EXCEL = frozenset({".xls", ".xlt", ".ods"})
OLD_POWERPOINT = frozenset({".ppt", ".pps", ".odp"})
HTML = frozenset({".html", ".htm", ".xhtml"})
CSV = frozenset({".csv", ".tsv"})
TEXT = frozenset({".txt", ".text", ".md", ".markdown"})

SUPPORTED = PDF | WORD | EXCEL | POWERPOINT | OLD_WORD | OLD_EXCEL | OLD_POWERPOINT | HTML | CSV | TEXT
