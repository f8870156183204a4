"""Where Korean sentences end."""
