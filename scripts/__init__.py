"""Scripts of the project: generated files, the ontology, the tests."""
