// What can be known of the Java programs without Twilio's library: that a JDK parses them, and that their loader reads the
// keys that Keyseed and OpenSSL write. Their runs against the practice account are in application.test.mjs and
// library.test.mjs.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createVerify } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { keyPair, languages, program } from "../support/programs.mjs";

const here = (name) => fileURLToPath(new URL(`../support/java/${name}`, import.meta.url));
const skip = spawnSync("javac", ["--version"]).error ? "there is no javac" : false;
const java = languages.find(({ name }) => name === "Java");
const sid = (prefix) => prefix + "2".repeat(32);
const values = {
  account_sid: sid("AC"), api_key_sid: sid("SK"), parent_sid: sid("AC"), main_key_sid: sid("SK"), public_key_sid: sid("CR"),
  private_key_file: "C:\\users\\west\\u0022.pem", subaccount_name: "\u05e9 \u{1f511} \"\n\\", api_key_name: "", public_key_name: "x",
  new_public_key_file: "x", new_private_key_file: "x", secret_file: "x",
};

describe("the Java programs", { skip }, () => {
  let folder, pair;
  const PASSPHRASE = "korrekt \u00e4\u20ac\u{1f511} horse";
  const env = { ...process.env, LC_ALL: "C.UTF-8", PASSPHRASE };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "keyseed-java-"));
    pair = keyPair(PASSPHRASE);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test("are Java 11 from beginning to end", () => {
    const files = Object.entries(java.files).map(([kind, name]) => {
      writeFileSync(join(folder, name), program(kind, java, values));
      return join(folder, name);
    });
    assert.equal(execFileSync("java", [here("Parse.java"), ...files], { encoding: "utf8" }), "parsed 2\nparsed 2\n");
    const [broken] = files;
    writeFileSync(broken, readFileSync(broken, "utf8").replace(";", ""));
    assert.match(execFileSync("java", [here("Parse.java"), broken], { encoding: "utf8" }), /';' expected/);
  });

  for (const kind of ["application", "library"]) {
    describe(`the loader of the ${kind}`, () => {
      let own;
      before(() => {
        // The second class of the file, with those of its imports that a JDK has.
        const text = program(kind, java, values);
        const imports = text.match(/^import javax?\..+;$/gm).join("\n");
        const loader = text.slice(text.indexOf("final class Secrets {"));
        own = mkdtempSync(join(folder, "loader-"));
        writeFileSync(join(own, "Secrets.java"), `${imports}\n\n${loader}`);
        copyFileSync(here("LoadAndSign.java"), join(own, "LoadAndSign.java"));
        execFileSync("javac", ["--release", "11", "-Xlint:all", "-Werror", "-d", own, join(own, "Secrets.java"), join(own, "LoadAndSign.java")], { stdio: "pipe" });
      });

      const sign = (pem, passphrase = PASSPHRASE) => {
        writeFileSync(join(own, "key.pem"), pem);
        writeFileSync(join(own, "text"), "what is signed");
        rmSync(join(own, "signature"), { force: true });
        const done = spawnSync("java", ["-cp", own, "LoadAndSign", "key.pem", "text", "signature"], { cwd: own, env: { ...env, PASSPHRASE: passphrase }, encoding: "utf8" });
        const signature = done.status === 0 ? readFileSync(join(own, "signature")) : undefined;
        return { ...done, good: signature && createVerify("sha256").update("what is signed").verify(pair.public_key, signature) };
      };
      const openssl = (...parameters) => execFileSync("openssl", ["pkcs8", "-topk8", "-passout", "env:PASSPHRASE", ...parameters], { input: pair.private_key, env });

      test("reads what Keyseed writes, plain and encrypted", () => {
        for (const pem of [pair.private_key, pair.encrypted_private_key]) assert.equal(sign(pem).good, true, sign(pem).stderr);
        assert.match(pair.encrypted_private_key, /BEGIN ENCRYPTED PRIVATE KEY/);
      });

      test("reads what OpenSSL encrypts, and what Windows saves", () => {
        const forms = [openssl(), openssl("-v2", "aes-128-cbc"), openssl("-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512"), pair.encrypted_private_key.replaceAll("\n", "\r\n")];
        for (const pem of forms) assert.equal(sign(pem).good, true, sign(pem).stderr);
      });

      test("ends with a sentence for a wrong passphrase, another cipher, a cut file and no key", () => {
        const opened = "The passphrase does not open key.pem.\n";
        const cases = [
          [[pair.encrypted_private_key, "wrong"], opened],
          [[openssl("-v2", "des3")], opened],
          [[pair.private_key.replace(/\n(.{64}\n){9}/, "\n")], "key.pem is damaged, or not an RSA key.\n"],
          [[pair.public_key], "key.pem holds no private key in PKCS#8 PEM. openssl pkey -in FILE -out NEW writes one.\n"],
        ];
        for (const [[pem, passphrase], words] of cases) {
          const { status, stderr } = sign(pem, passphrase);
          assert.deepEqual([status, stderr], [1, words]);
        }
      });
    });
  }
});
