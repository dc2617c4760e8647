def secret(variable, what):
    """From the environment, or typed unseen. Never an argument: everybody on the machine could read that."""
    if os.environ.get(variable):
        return os.environ[variable]
    if not sys.stdin.isatty():
        sys.exit(f"Set {variable}, or run this in a terminal to be asked for the {what}.")
    return getpass(f"{what}: ")


def private_key(file, passphrase_variable):
    """Reads a private key, plain or encrypted, and gives it in the form that Twilio's library takes."""
    try:
        pem = Path(file).expanduser().read_bytes()
    except OSError as error:
        sys.exit(f"Cannot read {file}: {error.strerror}")
    encrypted = b"ENCRYPTED" in pem
    passphrase = secret(passphrase_variable, f"passphrase of {file}").encode() if encrypted else None
    try:
        key = serialization.load_pem_private_key(pem, passphrase)
    except ValueError:
        sys.exit(f"The passphrase does not open {file}." if encrypted else f"{file} holds no private key in PEM.")
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()


def refusal(error):
    """Twilio's code, the HTTP status and Twilio's words. A refused list holds the reply itself."""
    for reply in error.args:
        if hasattr(reply, "status_code"):
            try:
                body = json.loads(reply.text)
            except ValueError:
                body = {}
            return body.get("code"), reply.status_code, body.get("message")
    words = getattr(error, "msg", None) or getattr(error, "detail", None)
    return getattr(error, "code", None), getattr(error, "status", None), words


def why(error):
    """What went wrong, in a line. With a status of 500 or more, Twilio may have done all the same what was asked."""
    code, status, words = refusal(error)
    refused = "Refused. " if status and status < 500 else ""
    return f"{refused}Twilio says {code} (HTTP {status}): {words}" if code else str(error)
