"""Lines in: a passphrase, a tab, the DER in base64. Lines out: the SHA-256 of the public key, or that it was refused."""

import base64
import hashlib
import sys

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key


def opened(passphrase, der):
    try:
        key = load_der_private_key(der, passphrase.encode())
    except ValueError:
        return "refused"
    return hashlib.sha256(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


for line in sys.stdin:
    passphrase, der = line.rstrip("\n").split("\t")
    print(opened(passphrase, base64.b64decode(der)))
