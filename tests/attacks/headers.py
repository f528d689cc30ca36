"""What a browser is told to refuse; the permission matrix asks it of every route for every role."""

from red_inclusion.headers import PERMISSIONS_POLICY, POLICY_OF_FILES

PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data:; worker-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
}
STRICT = SAFE | {"X-Frame-Options": "DENY"}
# Its address is the key: no page that it leads to is told.
STRICTER = {"personal_link": {"Referrer-Policy": "no-referrer"}}


def in_order(policy: str) -> list[str]:
    return sorted(policy.split("; "))


POLICIES = (in_order(PAGE_POLICY), in_order(POLICY_OF_FILES))


def dress(headers) -> dict:
    return {name: headers.get(name) for name in STRICT}


def lacking(response, name: str = "") -> dict:
    """The headers of an answer of the route `name` that are not as they must be, with what they are."""
    wanted = STRICT | STRICTER.get(name, {})
    found = {header: value for header, value in dress(response).items() if value != wanted[header]}
    policy = response.get("Content-Security-Policy", "")
    return found if in_order(policy) in POLICIES else found | {"Content-Security-Policy": policy}
