"""KoNLPy's taggers: Mecab, which needs no Java, and the four that do, behind one protocol."""
