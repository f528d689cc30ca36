from tests.permissions.matrix import anybody

ROWS = {"healthz": anybody(), "readyz": anybody(), "offline": anybody(), "service_worker": anybody()}
