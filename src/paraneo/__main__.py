"""`python -m paraneo`."""

import sys

from paraneo.cli import main

sys.exit(main())
