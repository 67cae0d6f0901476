from sextortion_aware.headers import (
    CONTENT_SECURITY_POLICY,
    LOG_PAGE_POLICY,
    NO_STORE,
    PAGE_HEADERS,
    SECURITY_HEADERS,
    content_security_policy,
)


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
        "worker-src": "'none'",
        "require-trusted-types-for": "'script'",
    }


def test_policy_of_a_page_adds_its_hashes_and_nothing_else():
    own = content_security_policy(style="'sha256-a'", script="'sha256-b'")

    assert own == CONTENT_SECURITY_POLICY.replace(
        "style-src 'self'", "style-src 'self' 'sha256-a'"
    ).replace("script-src 'self'", "script-src 'self' 'sha256-b'")


def test_policy_of_the_log_pages_adds_a_worker_and_one_named_script_policy_and_nothing_else():
    own = content_security_policy(worker="team-log")

    assert (
        own
        == CONTENT_SECURITY_POLICY.replace("worker-src 'none'", "worker-src 'self'")
        + "; trusted-types team-log"
    )
    assert own == LOG_PAGE_POLICY


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
