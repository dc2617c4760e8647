"""Twilio's own library at work on requests, a line of JSON each: prints the request's hash that it would sign."""

import json
import sys

from twilio.jwt.validation import ClientValidationJwt


class Payload:
    """What the library makes of a request before it is sent."""

    def __init__(self, method, path, query, headers, signed, body):
        self.method, self.path, self.query_string, self.body = method, path, query, body
        self.all_headers, self.signed_headers = headers, signed


for line in sys.stdin:
    asked = json.loads(line)
    headers = {"Host": asked["host"], "Authorization": asked["authorization"]}
    payload = Payload(asked["method"], asked["path"], asked["query"], headers, ["host", "authorization"], asked["body"])
    token = ClientValidationJwt(asked["account"], asked["key"], asked["kid"], "no key", payload)
    print(token._generate_payload()["rqh"])
