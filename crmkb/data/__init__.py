"""Package data: sentences, taxonomy, lexicon, font; read through `importlib.resources`."""
