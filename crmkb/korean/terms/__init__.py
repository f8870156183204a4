"""What of a text is counted: words, noun phrases, failure predicates."""
