"""Asking a published build: guarded SQL, its library of questions, its dictionary, its forms."""
