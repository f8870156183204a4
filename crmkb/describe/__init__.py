"""Clusters in, words for people out: key phrases, quotes, names."""
