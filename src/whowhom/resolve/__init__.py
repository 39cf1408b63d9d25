"""Resolution: which actor, which day and which place the words of a report mean."""
