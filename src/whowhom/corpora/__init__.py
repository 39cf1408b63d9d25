"""Readers of labelled corpora in the formats of their makers; they score nothing."""
