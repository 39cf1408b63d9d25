"""Links between codings: which texts copy each other, which mentions tell one event."""
