"""Development on the catalogues that scripts/longer.py wrote into LONGER_LOCALE."""

import os
from pathlib import Path

from red_inclusion.settings.development import *  # noqa: F403

LOCALE_PATHS = [Path(os.environ["LONGER_LOCALE"])]
