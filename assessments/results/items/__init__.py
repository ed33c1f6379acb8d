"""The items of a round, and how a score follows from them."""
