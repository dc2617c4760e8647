"""Makes a subaccount, gives it an API key and a public key, and tries them. If a step fails, the new subaccount is
closed, for good; what cannot be closed is named."""

import json
import os
import sys
import time
from getpass import getpass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from twilio.base.exceptions import TwilioException
from twilio.http.validation_client import ValidationClient
from twilio.rest import Client

# The parent account. Without a public key SID, no request is signed.
ACCOUNT_SID = {{parent_sid}}
MAIN_KEY_SID = {{main_key_sid}}
PUBLIC_KEY_SID = {{public_key_sid}}
PRIVATE_KEY_FILE = {{private_key_file}}

# The subaccount. The secret file must not exist yet.
SUBACCOUNT_NAME = {{subaccount_name}}
API_KEY_NAME = {{api_key_name}}
PUBLIC_KEY_NAME = {{public_key_name}}
NEW_PUBLIC_KEY_FILE = {{new_public_key_file}}
NEW_PRIVATE_KEY_FILE = {{new_private_key_file}}
SECRET_FILE = {{secret_file}}

SIGNS = PUBLIC_KEY_SID != ""

# What was made so far, the subaccount first.
made = []


{{secrets}}


def client_of(account, api_key, api_secret, public_key, key):
    signing = ValidationClient(account, api_key, public_key, key) if SIGNS else None
    return Client(api_key, api_secret, account, http_client=signing)


def note(what, sid):
    made.append((what, sid))
    print("Made", what, sid, flush=True)


def public_key_pem(file):
    """A private key must never be sent by mistake."""
    pem = Path(file).read_text()
    if "-----BEGIN PUBLIC KEY-----" not in pem or "PRIVATE KEY" in pem:
        sys.exit(f"Nothing was made. {file} holds no public key in PEM, or more than that.")
    return pem


def prime(parent, new_public_key, new_key):
    account = parent.api.v2010.accounts.create(friendly_name=SUBACCOUNT_NAME)
    note("subaccount", account.sid)

    api_key = parent.api.v2010.accounts(account.sid).new_keys.create(friendly_name=API_KEY_NAME)
    note("API key", api_key.sid)
    lines = [f"TWILIO_ACCOUNT_SID={account.sid}", f"TWILIO_API_KEY={api_key.sid}", f"TWILIO_API_SECRET={api_key.secret}"]
    Path(SECRET_FILE).write_text("\n".join(lines) + "\n")

    public_key = parent.accounts.v1.credentials.public_key.create(
        public_key=new_public_key, friendly_name=PUBLIC_KEY_NAME, account_sid=account.sid
    )
    note("public key", public_key.sid)

    listed = public_keys(client_of(account.sid, api_key.sid, api_key.secret, public_key.sid, new_key))
    if public_key.sid not in listed:
        raise TwilioException(f"The subaccount does not list {public_key.sid}.")
    for one in listed:
        print("{{accepted}}", one)
    print("The API key secret is in", SECRET_FILE)


def public_keys(own):
    """Lists with the new credentials, which may take some seconds to be known everywhere."""
    seconds = 1
    while True:
        try:
            return [one.sid for one in own.accounts.v1.credentials.public_key.list(limit=1000)]
        except TwilioException as error:
            if refusal(error)[0] not in (20003, 70153) or seconds > 8:
                raise
        time.sleep(seconds)
        seconds *= 2


def clean_up(parent):
    try:
        if made:
            print("Made before that:", ", ".join(f"{what} {sid}" for what, sid in made), file=sys.stderr)
            status = parent.api.v2010.accounts(made[0][1]).update(status="closed").status
            if status != "closed":
                raise TwilioException(f"Twilio answered, but says that {made[0][1]} is still {status}.")
            print(f"Closed {made[0][1]}, and its keys with it.", file=sys.stderr)
        os.remove(SECRET_FILE)
    except (TwilioException, OSError) as error:
        stays = f"All of the above may still exist: look in the Console, and close the subaccount there. See also {SECRET_FILE}"
        print(f"Not cleaned up: {why(error)} {stays}", file=sys.stderr)


def main():
    try:
        key = private_key(PRIVATE_KEY_FILE, "PRIME_PASSPHRASE") if SIGNS else None
        new_key = private_key(NEW_PRIVATE_KEY_FILE, "PRIME_NEW_PASSPHRASE") if SIGNS else None
        new_public_key = public_key_pem(NEW_PUBLIC_KEY_FILE)
        main_secret = secret("PRIME_MAIN_KEY_SECRET", "Main API key secret")
        # Before anything is made: a secret that could not be kept would be lost.
        os.close(os.open(SECRET_FILE, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        sys.exit(f"Nothing was made. {error}")
    parent = client_of(ACCOUNT_SID, MAIN_KEY_SID, main_secret, PUBLIC_KEY_SID, key)
    try:
        prime(parent, new_public_key, new_key)
    except (TwilioException, OSError, KeyboardInterrupt) as error:
        print("Failed.", why(error), file=sys.stderr)
        if (refusal(error)[1] or 500) >= 500:
            print("The step may have had its effect all the same: look in the Console before you run this again.", file=sys.stderr)
        clean_up(parent)
        sys.exit(1)


main()
