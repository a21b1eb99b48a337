"""Published builds: whole, read-only, switched in one step."""
