"""Do no harm: the rows that leave the house, and what is taken out of them for whom."""
