"""Reading: from a document to its layers, by one small encoder with many heads."""
