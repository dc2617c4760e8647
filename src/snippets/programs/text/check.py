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

ACCOUNT_SID = {{account_sid}}
API_KEY_SID = {{api_key_sid}}
PUBLIC_KEY_SID = {{public_key_sid}}
PRIVATE_KEY_FILE = {{private_key_file}}


{{secrets}}


try:
    key = private_key(PRIVATE_KEY_FILE, "PRIVATE_KEY_PASSPHRASE")
    signing = ValidationClient(ACCOUNT_SID, API_KEY_SID, PUBLIC_KEY_SID, key)
    client = Client(API_KEY_SID, secret("TWILIO_API_SECRET", "API key secret"), ACCOUNT_SID, http_client=signing)
    for public_key in client.accounts.v1.credentials.public_key.list(limit=1000):
        print("{{accepted}}", public_key.sid)
except (TwilioException, OSError) as error:
    sys.exit(why(error))
