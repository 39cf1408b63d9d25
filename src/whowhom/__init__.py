"""Reads reports on armed conflict and codes who did what to whom, with the words behind every value."""
