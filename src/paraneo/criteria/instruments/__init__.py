"""One module for each published instrument; :mod:`paraneo.criteria.catalogue` lists them."""
