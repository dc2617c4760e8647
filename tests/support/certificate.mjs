// Certificates of a test's own, made when it runs.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Makes a certificate for `name` in `folder`: the paths `{ key, cert, both }` (`both` in one file), and `tls` for node's servers. */
export function certificate(folder, name) {
  const [key, cert, both] = ["key", "crt", "pem"].map((kind) => join(folder, `${name}.${kind}`));
  const subject = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
  const tls = { key: readFileSync(key), cert: readFileSync(cert) };
  writeFileSync(both, Buffer.concat([tls.cert, tls.key]));
  return { key, cert, both, tls };
}
