"""One file format a module; each turns a file into a `RawDocument`. `ingest.reading.read` chooses among them."""
