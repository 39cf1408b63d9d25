"""Benchmarks: the coder scored on labelled texts, each by its published definition."""
