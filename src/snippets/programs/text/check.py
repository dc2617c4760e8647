"""One signed request: it lists the account's public keys."""

import json
import os
import sys
from getpass import getpass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from twilio.base.exceptions import TwilioException
from twilio.http.validation_client import ValidationClient
from twilio.rest import Client

# The names are those of the .env file. If the environment has the public key, it wins over what is filled in here.
settings = {
    "TWILIO_ACCOUNT_SID": {{account_sid}},
    "TWILIO_API_KEY": {{api_key_sid}},
    "TWILIO_PUBLIC_KEY_SID": {{public_key_sid}},
    "TWILIO_PRIVATE_KEY_FILE": {{private_key_file}},
}
if os.environ.get("TWILIO_PUBLIC_KEY_SID"):
    settings.update(os.environ)


{{secrets}}


try:
    account_sid, api_key = settings["TWILIO_ACCOUNT_SID"], settings["TWILIO_API_KEY"]
    key = private_key(settings["TWILIO_PRIVATE_KEY_FILE"], "PRIVATE_KEY_PASSPHRASE")
    signing = ValidationClient(account_sid, api_key, settings["TWILIO_PUBLIC_KEY_SID"], key)
    client = Client(api_key, secret("TWILIO_API_SECRET", "API key secret"), account_sid, http_client=signing)
    for public_key in client.accounts.v1.credentials.public_key.list(limit=1000):
        print("{{accepted}}", public_key.sid)
except (TwilioException, OSError) as error:
    sys.exit(why(error))
