"""The workbench: the same assessments as the command line, in a browser on this machine and as a REST interface."""
