from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts

CMS_PREFIX = "/cms/"
CMS_ALLOWANCES = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": ["blob:"],
}
# The editor shows a page beside the form that changes it; Wagtail asks for it by a request of its own.
CMS_REPLACEMENTS = {"frame-ancestors": [SELF]}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """One strict policy for every page, loosened under the CMS alone, whose pages hold inline script and style."""

    def get_policy_parts(self, request, response, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(CMS_PREFIX):
            parts.update = CMS_ALLOWANCES
        if request.path_info.startswith(CMS_PREFIX) or getattr(request, "is_dummy", False):
            parts.replace = CMS_REPLACEMENTS
        return parts
