"""A question in words to passages that answer it."""
