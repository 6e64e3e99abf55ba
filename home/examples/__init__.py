"""Loads and removes the example content that stands in `home/example/`."""
