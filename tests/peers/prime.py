"""Twilio's Python library at work. Reads one task as JSON from standard input and writes what came of it as JSON; the
tasks and answers are those of prime.mjs."""

import json
import os
import sys
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.validation_client import ValidationClient
from twilio.rest import Client


class Practice(HTTPAdapter):
    """Carries requests to the practice server at PRACTICE_URL, after the library has signed them for Twilio's host."""

    def send(self, request, **options):
        asked = urlsplit(request.url)
        if not asked.netloc.endswith(".twilio.com"):
            raise RuntimeError(f"a request to {asked.netloc} is not meant to happen")
        request.headers["Host"] = asked.netloc
        request.url = os.environ["PRACTICE_URL"] + request.url.partition(asked.netloc)[2]
        return super().send(request, **{**options, "proxies": None})


def client(who):
    if who.get("publicKey"):
        http = ValidationClient(who["account"], who["key"], who["publicKey"], who["privateKey"])
    else:
        http = TwilioHttpClient()
    http.session.mount("https://", Practice())
    return Client(who["key"], who["secret"], who["account"], http_client=http)


def prime(task):
    parent, name = client(task["who"]), task["name"]
    sub = parent.api.v2010.accounts.create(friendly_name=name)
    key = parent.api.v2010.accounts(sub.sid).new_keys.create(friendly_name=f"{name} key")
    public_key = parent.accounts.v1.credentials.public_key.create(
        public_key=task["seed"]["publicKey"], friendly_name=f"{name} public key", account_sid=sub.sid
    )
    seeded = client(
        {
            "account": sub.sid,
            "key": key.sid,
            "secret": key.secret,
            "publicKey": public_key.sid,
            "privateKey": task["seed"]["privateKey"],
        }
    )
    listed = seeded.accounts.v1.credentials.public_key.list(limit=20)
    closed = parent.api.v2010.accounts(sub.sid).update(status="closed")
    return {
        "account": sub.sid,
        "name": sub.friendly_name,
        "key": key.sid,
        "publicKey": public_key.sid,
        "listed": [one.sid for one in listed],
        "status": closed.status,
    }


def ask(task):
    return {"name": client(task["who"]).api.v2010.accounts(task["who"]["account"]).fetch().friendly_name}


def main():
    task = json.load(sys.stdin)
    try:
        result = {"prime": prime, "ask": ask}[task["do"]](task)
    except TwilioRestException as error:
        result = {"refused": error.code, "status": error.status, "words": error.msg}
    json.dump(result, sys.stdout)


main()
