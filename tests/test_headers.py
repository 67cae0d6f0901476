from sextortion_aware.headers import CONTENT_SECURITY_POLICY, NO_STORE, PAGE_HEADERS, SECURITY_HEADERS


def test_policy_allows_our_own_files_and_nothing_else():
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))

    assert rules == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
        "require-trusted-types-for": "'script'",
    }


def test_security_headers_are_whole():
    assert dict(SECURITY_HEADERS) == {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    }


def test_pages_are_kept_by_no_browser_and_briefly_by_a_cdn():
    assert NO_STORE == ("Cache-Control", "no-store")
    assert dict(PAGE_HEADERS)["Cache-Control"] == "no-store"
    assert dict(PAGE_HEADERS)["CDN-Cache-Control"].startswith("public, max-age=60,")
