"""The default embedding model, and the scripts that train and measure it."""
