"""The library: what the product holds, how it is found, and where each word stands."""
