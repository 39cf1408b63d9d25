"""Coding: from layers and the codebook to drafts, one file per record."""
