"""Registries: tables in, classified tables out."""
