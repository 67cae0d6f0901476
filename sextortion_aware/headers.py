"""The headers on every answer: built pages, Django's answers, static files and errors alike.

No Django here.
"""


def content_security_policy(*, style: str = "", script: str = "", worker: str = "") -> str:
    """`style`, `script`: the SHA-256, as a policy names it, of what a page carries in itself.

    Nothing else in it is obeyed.

    `worker`: the name of the one script policy (a trusted type) of a page that may register a
    service worker. All other pages may have none.
    """
    scripts = f"'self' {script}".strip()
    styles = f"'self' {style}".strip()
    workers, named = ("'self'", f"; trusted-types {worker}") if worker else ("'none'", "")
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; "
        "img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
        f"worker-src {workers}; require-trusted-types-for 'script'{named}"
    )


CONTENT_SECURITY_POLICY = content_security_policy()
LOG_PAGE_POLICY = content_security_policy(worker="team-log")  # docs/decisions/0013-offline-log.md

# same-origin and not no-referrer: with no-referrer a browser sends "Origin: null" with forms and
# Django refuses every POST.
SECURITY_HEADERS: tuple[tuple[str, str], ...] = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"),
    ("Strict-Transport-Security", "max-age=63072000; includeSubDomains"),
)

NO_STORE = ("Cache-Control", "no-store")

# A browser keeps no copy, which "Hide this page" needs; a CDN may, so that a surge of readers never
# reaches us.
PAGE_HEADERS: tuple[tuple[str, str], ...] = (
    NO_STORE,
    ("CDN-Cache-Control", "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"),
)
