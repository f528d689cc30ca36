from tests.permissions.matrix import anybody

ROWS = {"healthz": anybody(), "readyz": anybody()}
