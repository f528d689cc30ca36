"""«Normas de uso y confidencialidad». The text is `accounts/includes/terms.html`: whoever changes what it asks of
people raises the version, and everybody is asked again."""

VERSION = 1
