"""Files become documents, pages, passages and records. Imports nothing of the other packages."""
