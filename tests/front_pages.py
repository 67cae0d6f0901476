from sextortion_aware.headers import SECURITY_HEADERS

PAGE = "<!doctype html><title>Start</title>" + "Words for people. " * 50
SECURITY = dict(SECURITY_HEADERS)


def behind(environ, start_response):
    start_response(
        "201 Created", [("Content-Type", "text/plain"), ("X-Frame-Options", "SAMEORIGIN")]
    )
    return [f"Django: {environ['REQUEST_METHOD']} {environ['PATH_INFO']}".encode()]
