"""One module for each command; the parser of the command line imports the one that is run."""
