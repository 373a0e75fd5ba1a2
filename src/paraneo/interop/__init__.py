"""Cases in and out: each format has a reader that returns the case and what it could not use."""
