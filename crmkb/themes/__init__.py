"""Vectors in, clusters out; knows nothing of causes, of Korean or of the base."""
