"""Which failure cause a passage speaks of: the taxonomy and what is measured with it."""
