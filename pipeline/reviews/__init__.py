"""Decisions of analysts: read from ``data/raw/reviews``, checked, appended to."""
