"""The case file: many reports, one record of what happened."""
