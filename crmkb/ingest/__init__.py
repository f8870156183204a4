"""Files in, `RawDocument` out: finding, decoding, one reader a format, columns, boilerplate."""
