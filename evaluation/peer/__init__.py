"""The peer in the table: phenotype similarity against Orphanet's annotations, in an environment of its own."""
