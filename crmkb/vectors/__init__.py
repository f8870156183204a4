"""Analyses in, numbers out: term counts and sentence vectors."""
