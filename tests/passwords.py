from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickPasswordHasher(PBKDF2PasswordHasher):
    """One round instead of a million: quick for tests, and a server with the real settings can still verify it."""

    iterations = 1
