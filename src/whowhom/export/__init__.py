"""Exports: what a coding or a case holds, in the formats that others read."""
