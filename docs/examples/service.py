#!/usr/bin/env python3
"""A small service with the operation "Stop and quarantine file", written from the documents alone, to try Cordon on.

Usage: service.py WORLD.json [--port N] [--time-scale N]
Prints its origin and the tokens that it knows as shell exports; keeps everything in memory.
"""
import argparse
import json
import re
import secrets
import sys
import threading
import time
import uuid
from datetime import datetime, timezone
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

OPERATION = re.compile(r"/api/machines/([^/]+)/StopAndQuarantineFile")
ACTION = re.compile(r"/api/machineactions/([^/]+)")
CANCEL = re.compile(r"/api/machineactions/([^/]+)/cancel")
HOST = re.compile(r"[\w.~-]+(:[0-9]*)?|\[[0-9a-fA-F:.]+\](:[0-9]*)?")
SHA1 = re.compile(r"[0-9a-fA-F]{40}")
MOST_BODY_BYTES = 64 * 1024
LIFE_SECONDS = 60


class Refused(Exception):
    def __init__(self, status, code, message, headers=None):
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, headers or {}


class SlidingLog:
    """At most `calls` in any `seconds`; both limits or neither."""

    def __init__(self, limits):
        self.limits = limits
        self.times = []

    def admit(self, now):
        longest = max(seconds for _, seconds in self.limits)
        self.times = [t for t in self.times if t > now - longest]
        wait = 0
        for calls, seconds in self.limits:
            recent = [t for t in self.times if t > now - seconds]
            if len(recent) >= calls:
                wait = max(wait, recent[len(recent) - calls] + seconds - now)
        if wait > 0:
            return wait
        self.times.append(now)
        return 0


class Tenant:
    def __init__(self, world, scale):
        self.scale = scale
        self.machines = {m["id"].lower(): m for m in world["machines"]}
        self.actions = {}
        self.lock = threading.Lock()
        self.quota = {}
        self.tokens = {secrets.token_urlsafe(24): use for use in ("valid", "expired", "wrong-audience", "no-role")}

    def authorise(self, header):
        scheme, _, token = (header or "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Refused(401, "Unauthorized", "Authorization is missing.", {"WWW-Authenticate": 'Bearer realm="api"'})
        use = self.tokens.get(token.strip())
        if use not in ("valid", "no-role"):
            raise Refused(401, "Unauthorized", "The token was not accepted.",
                          {"WWW-Authenticate": 'Bearer realm="api", error="invalid_token"'})
        if use == "no-role":
            raise Refused(403, "Forbidden", "The application lacks Machine.StopAndQuarantine.")
        return "the one application"

    def stop_and_quarantine(self, machine_id, body, app):
        machine = self.machines.get(machine_id.lower())
        if machine is None:
            raise Refused(404, "ResourceNotFound", f"Machine {machine_id} was not found")
        sha1 = body["Sha1"]
        if sha1.lower() not in (f.lower() for f in machine["files"]):
            raise Refused(404, "ResourceNotFound", f"Sha1 {sha1} was not found in machine {machine_id}")
        with self.lock:
            now = time.time()
            for action in self.actions.values():
                same = action["machineId"] == machine["id"] and action["relatedFileInfo"]["fileIdentifier"] == sha1
                if same and self.state_of(action, now) in ("Pending", "InProgress"):
                    raise Refused(400, "ActiveRequestAlreadyExists", "Action is already in progress")
            log = self.quota.setdefault(app, SlidingLog([(100, 60 / self.scale), (1500, 3600 / self.scale)]))
            wait = log.admit(now)
            if wait > 0:
                raise Refused(429, "TooManyRequests", "Too many calls.", {"Retry-After": str(int(wait) + 1)})
            created = datetime.fromtimestamp(now, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            action = {
                "id": str(uuid.uuid4()),
                "type": "StopAndQuarantineFile",
                "requestor": "example application",
                "requestorComment": body["Comment"],
                "status": "Pending",
                "machineId": machine["id"],
                "computerDnsName": machine.get("computerDnsName"),
                "creationDateTimeUtc": created,
                "lastUpdateDateTimeUtc": created,
                "relatedFileInfo": {"fileIdentifier": sha1, "fileIdentifierType": "Sha1"},
            }
            self.actions[action["id"]] = {**action, "at": now}
            return action

    def state_of(self, action, now):
        if action.get("cancelled"):
            return "Cancelled"
        age = (now - action["at"]) * self.scale
        return "Pending" if age < LIFE_SECONDS / 3 else "InProgress" if age < LIFE_SECONDS else "Succeeded"

    def shown(self, action):
        hidden = ("at", "cancelled")
        return {**{k: v for k, v in action.items() if k not in hidden}, "status": self.state_of(action, time.time())}

    def action(self, action_id):
        action = self.actions.get(action_id.lower())
        if action is None:
            raise Refused(404, "ResourceNotFound", f"Action {action_id} was not found")
        return action


def body_of(raw):
    try:
        body = json.loads(raw.decode("utf-8"), parse_constant=lambda name: 1 / 0)
    except (ValueError, ZeroDivisionError, RecursionError):
        raise Refused(400, "InvalidRequestBody", "The body is not JSON.")
    if not isinstance(body, dict):
        raise Refused(400, "InvalidRequestBody", "The body is not an object.")
    for name in ("Comment", "Sha1"):
        if name not in body:
            raise Refused(400, "MissingRequiredParameter", f"Parameter {name} is missing.")
        if not isinstance(body[name], str) or body[name] == "":
            raise Refused(400, "InvalidRequestBody", f"Parameter {name} is not a text.")
    if not SHA1.fullmatch(body["Sha1"]):
        raise Refused(400, "InvalidHashValue", "Sha1 is not forty hexadecimal digits.")
    return body


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # head and body in one packet, or each answer waits for a delayed acknowledgement
    tenant = None

    def do_POST(self):
        self.answer(self.route)

    do_GET = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_POST

    def route(self, raw):
        url = urlsplit(self.path)
        if match := OPERATION.fullmatch(url.path):
            self.allow_methods("POST")
            app = self.tenant.authorise(self.headers["Authorization"])
            if (self.headers["Content-Type"] or "").split(";")[0].strip().lower() != "application/json":
                raise Refused(415, "UnsupportedMediaType", "Content-Type must be application/json.")
            return 201, self.tenant.stop_and_quarantine(unquote(match[1]), body_of(raw), app)
        if match := CANCEL.fullmatch(url.path):
            self.allow_methods("POST")
            self.tenant.authorise(self.headers["Authorization"])
            action = self.tenant.action(match[1])
            if self.tenant.state_of(action, time.time()) not in ("Pending", "InProgress"):
                raise Refused(400, "BadRequest", "The action has ended.")
            action["cancelled"] = True
            return 200, self.tenant.shown(action)
        if match := ACTION.fullmatch(url.path):
            self.allow_methods("GET", "HEAD")
            self.tenant.authorise(self.headers["Authorization"])
            return 200, self.tenant.shown(self.tenant.action(match[1]))
        if url.path == "/api/machineactions":
            self.allow_methods("GET", "HEAD")
            self.tenant.authorise(self.headers["Authorization"])
            wanted = re.search(r"machineId eq '([^']*)'", " ".join(parse_qs(url.query).get("$filter", [])))
            found = [a for a in self.tenant.actions.values() if wanted is None or a["machineId"] == wanted[1]]
            return 200, {"value": [self.tenant.shown(a) for a in found]}
        raise Refused(404, "NotFound", "There is no such resource.")

    def allow_methods(self, *methods):
        if self.command not in methods:
            raise Refused(405, "BadRequest", f"Allowed: {', '.join(methods)}.", {"Allow": ", ".join(methods)})

    def handle_expect_100(self):
        self.send_response_only(100)
        self.end_headers()
        self.wfile.flush()  # or the client and this server wait for each other
        return True

    def framing(self):
        """The length of the body. http.server itself looks at none of this (RFC 9112 sections 3.2 and 6)."""
        hosts = self.headers.get_all("Host", [])
        lengths = self.headers.get_all("Content-Length", [])
        coded = "Transfer-Encoding" in self.headers
        if len(hosts) != 1 or not HOST.fullmatch(hosts[0].strip()):
            raise Refused(400, "BadRequest", "One valid Host is needed.")
        if len(set(lengths)) > 1 or not all(re.fullmatch("[0-9]+", n) for n in lengths) or (coded and lengths):
            raise Refused(400, "BadRequest", "The length of the body is not clear.")
        if coded:
            raise Refused(411, "BadRequest", "Content-Length is needed.")
        return int(lengths[0]) if lengths else 0

    def answer(self, handle):
        headers = {}
        try:
            # Until the body is read, what follows on this connection cannot be told from it.
            keep, self.close_connection = not self.close_connection, True
            length = self.framing()
            if length > MOST_BODY_BYTES:
                raise Refused(413, "BadRequest", "The body is too long.")
            raw = self.rfile.read(length)
            self.close_connection = not keep or len(raw) < length
            status, value = handle(raw)
        except Refused as refused:
            status, headers = refused.status, refused.headers
            value = {"error": {"code": refused.code, "message": refused.message, "target": str(uuid.uuid4())}}
        if self.close_connection:
            headers = {**headers, "Connection": "close"}
        text = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self.send_response(status)
        for name, content in {"Content-Type": "application/json", **headers, "Content-Length": len(text)}.items():
            self.send_header(name, str(content))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def log_message(self, *_):
        pass


def main():
    options = argparse.ArgumentParser()
    options.add_argument("world")
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--time-scale", type=float, default=1)
    given = options.parse_args()
    with open(given.world, encoding="utf-8") as file:
        Handler.tenant = Tenant(json.load(file), given.time_scale)
    server = ThreadingHTTPServer(("127.0.0.1", given.port), Handler)
    names = {"valid": "TOKEN", "expired": "TOKEN_EXPIRED", "wrong-audience": "TOKEN_WRONG_AUDIENCE", "no-role": "TOKEN_NO_ROLE"}
    for token, use in Handler.tenant.tokens.items():
        print(f"export CORDON_{names[use]}={token}")
    print(f"export CORDON_URL=http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
