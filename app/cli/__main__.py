"""``python -m app.cli``: the same as the installed program ``jamlanma``."""

import sys

from app.cli import main

sys.exit(main())
