"""The cataloguer: from a file of any kind to pages and passages in the library."""
