"""The base: one SQLite file of sources, machine proposals and human decisions; the only room that speaks SQL."""
