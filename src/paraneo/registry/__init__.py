"""A registry: a table with one row per patient in, the same rows classified by published criteria out."""
