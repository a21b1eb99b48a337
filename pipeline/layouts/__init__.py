"""Layouts of raw files, each described by a data file in this folder."""
