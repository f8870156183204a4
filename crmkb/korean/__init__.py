"""The only room that knows KoNLPy, the Java machine and spaCy: text in, tokens, sentence ends and terms out."""
