"""A small OpenID Connect provider on loopback: real HTTP, real signatures, and the lies it is told."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "limen", "the secret of the client in tests"


@dataclass
class Issuer:
    """The provider. `person` is who signs in next; the other fields change what it answers."""

    url: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    #: claims that stand in the id token instead of the right ones
    lies: dict[str, Any] = field(default_factory=dict)
    #: claims that only the userinfo endpoint tells
    userinfo: dict[str, Any] | None = None
    #: fields of the metadata instead of the right ones
    metadata: dict[str, Any] = field(default_factory=dict)
    #: sign with the client's secret, as a shared-secret attack would
    shared_secret: bool = False
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", auto_kid=True))
    signing_key: ECKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def id_token(self, asked: dict[str, str]) -> str:
        """Return the signed statement of who the person is."""
        moment = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "nonce": asked["nonce"],
            "iat": moment,
            "exp": moment + 300,
            **self.person,
            **self.lies,
        }
        if self.shared_secret:
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(CLIENT_SECRET))
        key = self.signing_key or self.key
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, key)


def make_app(issuer: Issuer) -> Flask:
    """Return the provider's pages."""
    app = Flask("issuer")

    @app.get("/.well-known/openid-configuration")
    def metadata() -> Response:
        known = {
            "issuer": issuer.url,
            "authorization_endpoint": f"{issuer.url}/authorize",
            "token_endpoint": f"{issuer.url}/token",
            "jwks_uri": f"{issuer.url}/keys",
            "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
        }
        if issuer.userinfo is not None:
            known["userinfo_endpoint"] = f"{issuer.url}/userinfo"
        return jsonify({**known, **issuer.metadata})

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(KeySet([issuer.key]).as_dict(private=False))

    @app.get("/authorize")
    def authorize() -> Any:
        """Sign the person in without asking, and go back with a code."""
        asked = request.args.to_dict()
        for name, value in (
            ("response_type", "code"),
            ("client_id", CLIENT_ID),
            ("code_challenge_method", "S256"),
        ):
            if asked.get(name) != value:
                issuer.problems.append(f"{name} is {asked.get(name)}")
        code = secrets.token_urlsafe()
        issuer.codes[code] = asked
        return redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    @app.post("/token")
    def token() -> Any:
        asked = issuer.codes.pop(request.form.get("code", ""), None)
        verifier = request.form.get("code_verifier", "").encode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).decode().rstrip("=")
        known = request.authorization
        if (
            asked is None
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != request.form.get("redirect_uri")
            or known is None
            or (known.username, known.password) != (CLIENT_ID, CLIENT_SECRET)
        ):
            return jsonify(error="invalid_grant"), 400
        return jsonify(access_token="access", token_type="Bearer", id_token=issuer.id_token(asked))

    @app.get("/userinfo")
    def userinfo() -> Any:
        if request.headers.get("Authorization") != "Bearer access":
            return jsonify(error="invalid_token"), 401
        return jsonify(issuer.userinfo)

    return app


@contextmanager
def running_issuer() -> Iterator[Issuer]:
    """Serve a provider on a free port of this machine."""
    issuer = Issuer()
    server = make_server("127.0.0.1", 0, make_app(issuer), threaded=True)
    issuer.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
