"""The routes of the workbench and of its REST interface, one module for each part."""
