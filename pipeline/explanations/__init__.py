"""Giải trình: what agencies are asked to explain, what they answer, what is decided."""
