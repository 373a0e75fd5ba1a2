"""Published criteria as exact, three-valued code: one module per publication, all with the shape of :mod:`logic`."""
