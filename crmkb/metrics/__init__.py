"""How good a result is: pure functions on arrays."""
