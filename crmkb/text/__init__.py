"""Text in, text and spans out: normalizing, offsets, cutting, redaction, bigrams; standard library only."""
