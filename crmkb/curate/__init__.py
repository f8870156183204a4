"""What people decide about themes and codes, and how it is laid over what a run proposed."""
