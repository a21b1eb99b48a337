"""Texts of the screens, one file per language."""
