// Lines in: a passphrase, a tab, the DER in base64. Lines out: the SHA-256 of the public key, or that it was refused.
import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";

for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  const [passphrase, der] = line.split("\t");
  console.log(open(passphrase, Buffer.from(der, "base64")));
}

function open(passphrase, der) {
  let key;
  try {
    key = createPrivateKey({ key: der, format: "der", type: "pkcs8", passphrase });
  } catch {
    return "refused";
  }
  return createHash("sha256").update(createPublicKey(key).export({ type: "spki", format: "der" })).digest("hex");
}
