// OpenSSL's own modular exponentiation, called from Python without a line of C.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const PROGRAM = `
import ctypes, ctypes.util, random, sys, time
crypto = ctypes.CDLL(ctypes.util.find_library("crypto"))
for name in ("BN_CTX_new", "BN_new", "BN_MONT_CTX_new", "BN_bin2bn"):
    getattr(crypto, name).restype = ctypes.c_void_p
pointer = ctypes.c_void_p
context, montgomery, result = pointer(crypto.BN_CTX_new()), pointer(crypto.BN_MONT_CTX_new()), pointer(crypto.BN_new())
def number(value):
    return pointer(crypto.BN_bin2bn(value.to_bytes(128, "big"), 128, None))
for line in sys.stdin:
    modulus = random.getrandbits(1024) | 1 | 3 << 1022
    base, exponent, of = number(2), number(modulus - 1), number(modulus)
    assert crypto.BN_MONT_CTX_set(montgomery, of, context) == 1
    start = time.perf_counter()
    for _ in range(20):
        assert crypto.BN_mod_exp_mont(result, base, exponent, of, context, montgomery) == 1
    print((time.perf_counter() - start) / 20 * 1000, flush=True)
`;

/** 2^(m-1) mod m for a new random m of 1024 bits each time. */
export class Modexp {
  #python = spawn(process.env.KEYSEED_PYTHON ?? "python3", ["-c", PROGRAM], { stdio: ["pipe", "pipe", "inherit"] });
  #lines = createInterface({ input: this.#python.stdout })[Symbol.asyncIterator]();

  /** Milliseconds of one exponentiation, the mean of 20. */
  async time() {
    this.#python.stdin.write("\n");
    return Number((await this.#lines.next()).value);
  }

  end() {
    this.#python.stdin.end();
  }
}
