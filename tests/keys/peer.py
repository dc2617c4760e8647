"""The Python side of the keys tests: a second implementation of every check, in plain integers."""

import base64
import hashlib
import json
import math
import random
import sys

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateNumbers,
    RSAPublicNumbers,
    rsa_crt_dmp1,
    rsa_crt_dmq1,
    rsa_crt_iqmp,
)

E = 65537


def load(pem, passphrase=None):
    return serialization.load_pem_private_key(pem, passphrase, unsafe_skip_rsa_key_validation=False)


def is_prime(n):
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    for _ in range(40):
        x = pow(random.randrange(2, n - 1), d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def fermat_finds(n, rounds=100):
    a = math.isqrt(n)
    for _ in range(rounds):
        a += 1
        b = a * a - n
        if math.isqrt(b) ** 2 == b:
            return True
    return False


ODD_PRIMES = [p for p in range(3, 702, 2) if all(p % q for q in range(3, math.isqrt(p) + 1, 2))]


def is_roca(n):
    return all(n % p in {pow(E, k, p) for k in range(p)} for p in ODD_PRIMES[:38])


def pems():
    end = b"-----END PRIVATE KEY-----\n"
    return [part + end for part in sys.stdin.buffer.read().split(end)[:-1]]


def common_factors():
    """Whether any two keys of the input have a prime in common."""
    product = 1
    for pem in pems():
        n = load(pem).private_numbers().public_numbers.n
        if math.gcd(n, product % n) != 1:
            print("found")
            return
        product *= n
    print("none")


def predicates():
    """FIPS 186-5, A.1.1 and A.1.3, and the two known attacks, on every key of the input."""
    for pem in pems():
        numbers = load(pem).private_numbers()
        n, e = numbers.public_numbers.n, numbers.public_numbers.e
        p, q, d = numbers.p, numbers.q, numbers.d
        lcm = math.lcm(p - 1, q - 1)
        checks = {
            "n has 2048 bits": n.bit_length() == 2048,
            "e is 65537": e == E,
            "n = p q": n == p * q,
            "p and q have their top two bits set": p >> 1022 == 3 and q >> 1022 == 3,
            "|p - q| > 2^924": abs(p - q) > 2**924,
            "e has an inverse": math.gcd(p - 1, e) == math.gcd(q - 1, e) == 1,
            "d is the inverse modulo the lcm": d == pow(e, -1, lcm),
            "2^1024 < d < lcm": 2**1024 < d < lcm,
            "dp, dq, qinv": (numbers.dmp1, numbers.dmq1, numbers.iqmp) == (d % (p - 1), d % (q - 1), pow(q, -1, p)),
            "p and q are prime": is_prime(p) and is_prime(q),
            "Fermat finds nothing": not fermat_finds(n),
            "not ROCA": not is_roca(n),
        }
        failed = [name for name, holds in checks.items() if not holds]
        print(", ".join(failed) or "all hold")


def open_encrypted():
    """Argument: the passphrase. Prints the SHA-256 of the public key, or that the passphrase is refused."""
    try:
        key = load(sys.stdin.buffer.read(), sys.argv[2].encode())
    except ValueError:
        print("refused")
        return
    spki = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    print(hashlib.sha256(spki).hexdigest())


def weak():
    """Argument: which weakness. Prints a public key that has it."""
    small = [p for p in range(3, 8192, 2) if all(p % q for q in range(3, math.isqrt(p) + 1, 2))]
    kind = sys.argv[2]
    if kind == "roca":
        product = math.prod(ODD_PRIMES)
        residue = pow(E, random.randrange(2**64), product)
        while True:
            n = residue + product * random.randrange(2**2047 // product, 2**2048 // product - 1)
            if n % 2 and all(n % p for p in small):
                break
    elif kind == "close":
        n = (2**1024 - 105) * (2**1024 - 179)
    elif kind == "small":
        n = random.randrange(2**2040, 2**2041) * 2 * 211 + 211
        n = n if n.bit_length() == 2048 else (2**2047 // 211 | 1) * 211
        n = n if n.bit_length() == 2048 else n + 2 * 211
    key = RSAPublicNumbers(E, n).public_key()
    sys.stdout.buffer.write(
        key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def written():
    """Argument: jwk or xml. Prints the key of the input, private or public, with its numbers by name."""
    pem = sys.stdin.buffer.read()
    if b"PRIVATE" in pem:
        numbers = load(pem).private_numbers()
        public = numbers.public_numbers
        secret = (numbers.d, numbers.p, numbers.q, numbers.dmp1, numbers.dmq1, numbers.iqmp)
    else:
        public, secret = serialization.load_pem_public_key(pem).public_numbers(), ()
    values = [n.to_bytes((n.bit_length() + 7) // 8, "big") for n in (public.n, public.e, *secret)]
    if sys.argv[2] == "jwk":
        names = ("n", "e", "d", "p", "q", "dp", "dq", "qi")
        pairs = [("kty", "RSA"), *zip(names, (base64.urlsafe_b64encode(value).decode().rstrip("=") for value in values))]
        print(json.dumps(dict(pairs), separators=(",", ":")))
    else:
        names = ("Modulus", "Exponent", "D", "P", "Q", "DP", "DQ", "InverseQ")
        parts = [f"<{name}>{base64.b64encode(value).decode()}</{name}>" for name, value in zip(names, values)]
        print(f"<RSAKeyValue>{''.join(parts)}</RSAKeyValue>")


def roca_key():
    """Prints a private key as the chips made them: each prime a power of 65537 modulo a product of small primes."""
    product = math.prod(ODD_PRIMES)
    low, high = 3 * 2**1022 // product + 1, 2**1024 // product - 1

    def prime():
        while True:
            p = pow(E, random.randrange(2**64), product) + product * random.randrange(low, high)
            if p % 2 and pow(2, p - 1, p) == 1 and is_prime(p):
                return p

    p, q = prime(), prime()
    d = pow(E, -1, math.lcm(p - 1, q - 1))
    crt = (rsa_crt_dmp1(d, p), rsa_crt_dmq1(d, q), rsa_crt_iqmp(p, q))
    key = RSAPrivateNumbers(p, q, d, *crt, RSAPublicNumbers(E, p * q)).private_key()
    pkcs8 = serialization.PrivateFormat.PKCS8
    sys.stdout.buffer.write(key.private_bytes(serialization.Encoding.PEM, pkcs8, serialization.NoEncryption()))


{"roca_key": roca_key, "predicates": predicates, "common_factors": common_factors, "open": open_encrypted, "weak": weak, "written": written}[sys.argv[1]]()
