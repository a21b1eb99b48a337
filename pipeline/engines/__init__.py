"""Engines other than the one of an office, for the same models."""
