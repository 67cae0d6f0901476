"""A small provider of OpenID Connect, in a process of its own: discovery, keys, a sign-in form,
codes that are good once, and id_tokens by RS256.

`python -m tests.provider.serve PORT`. What it does wrong is told it at /be/?how=HOW, and
/be/?how= puts it right again.
"""

import base64
import hashlib
import json
import secrets
import sys
import time
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

TENANT = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
CLIENT_ID, CLIENT_SECRET = "safer-communities", "a-secret-between-two"
PAGE = (
    "<!DOCTYPE html><html lang=en><title>Sign in at the provider</title><h1>Provider</h1>"
    '<form method=post action="{action}">{hidden}<label>Who <input name=who></label>'
    "<button>Sign in at the provider</button></form>"
    '<p><a href="{cancel}">Cancel</a></p>'
)


class Provider:
    def __init__(self, port: int, tenant: str = TENANT) -> None:
        self.root, self.tenant = f"http://localhost:{port}", tenant
        self.issuer = f"{self.root}/{tenant}/v2.0"
        self.how, self.codes = "", {}
        self.changes: dict[str, object] = {}  # of the claims; None takes one away
        self.turn_keys()

    def turn_keys(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.kid = secrets.token_hex(8)

    def configuration(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.root}/authorize",
            "token_endpoint": f"{self.root}/token",
            "jwks_uri": f"{self.root}/keys",
            "userinfo_endpoint": f"{self.root}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, object]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [public | {"kid": self.kid, "use": "sig"}]}  # no alg, as Microsoft does

    def answer_for(self, asked: dict[str, str], who: str) -> str:
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked | {"who": who, "auth_time": int(time.time())}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token_for(self, sent: dict[str, str]) -> dict[str, object] | None:
        given = self.codes.pop(sent.get("code", ""), None)
        proof = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        if (
            given is None
            or given["code_challenge"] != challenge
            or given["redirect_uri"] != sent.get("redirect_uri")
            or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET)
        ):
            return None
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": self.id_token(given)}

    def id_token(self, given: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": given["who"],
            "tid": self.tenant,
            "nonce": given["nonce"],
            "iat": now,
            "exp": now + 300,
            "auth_time": given["auth_time"],
        }
        if self.how == "wrong_tenant":
            claims["tid"] = "00000000-0000-0000-0000-000000000001"
        if self.how == "no_auth_time":
            del claims["auth_time"]
        claims = {k: v for k, v in (claims | self.changes).items() if v is not None}
        return self.signed(claims)

    def signed(self, claims: dict[str, object]) -> str:
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": self.kid})


class Handler(BaseHTTPRequestHandler):
    provider: Provider

    def log_message(self, *_: object) -> None:
        """Nothing: tests read what the site says."""

    def do_GET(self) -> None:
        path, query = self.path_and_query()
        if path == "/be/":
            self.provider.how = query.get("how", "")
            if self.provider.how == "new_keys":
                self.provider.turn_keys()
            return self.send("ok", kind="text/plain")
        self.hang_if_told(path)
        if path.endswith("/.well-known/openid-configuration"):
            return self.send(json.dumps(self.provider.configuration()), kind="application/json")
        if path == "/keys":
            return self.send(json.dumps(self.provider.keys()), kind="application/json")
        if path == "/authorize":
            return self.send(self.form(query))
        return self.send("nothing here", status=404)

    def do_POST(self) -> None:
        path, _ = self.path_and_query()
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        self.hang_if_told(path)
        if path == "/authorize":
            return self.go_to(self.provider.answer_for(sent, sent.get("who", "")))
        given = self.provider.token_for(sent) if path == "/token" else None
        if given is None:
            return self.send('{"error": "invalid_grant"}', kind="application/json", status=400)
        return self.send(json.dumps(given), kind="application/json")

    def hang_if_told(self, path: str) -> None:
        """Only what the site itself asks: a person at its own pages sees to themselves."""
        while self.provider.how == "hung" and path != "/authorize":
            time.sleep(0.1)

    def form(self, query: dict[str, str]) -> str:
        hidden = "".join(
            f'<input type=hidden name="{escape(name)}" value="{escape(value)}">'
            for name, value in query.items()
        )
        refused = urlencode({"error": "access_denied", "state": query.get("state", "")})
        cancel = escape(f"{query.get('redirect_uri')}?{refused}")
        return PAGE.format(action="/authorize", hidden=hidden, cancel=cancel)

    def path_and_query(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}

    def go_to(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def send(self, words: str, *, kind: str = "text/html", status: int = 200) -> None:
        body = words.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    port = int(sys.argv[1])
    Handler.provider = Provider(port)
    ThreadingHTTPServer(("localhost", port), Handler).serve_forever()


if __name__ == "__main__":
    main()
