"""Simulated progress, always labelled as such: for trials, demonstrations and benchmarks."""
