// A computer that signs wrongly: nothing signed leaves the page, because such a signature can tell the private key.
import assert from "node:assert/strict";
import { test } from "node:test";
import { start as startPractice } from "../support/practice.mjs";
import { check, fillTwilio, open } from "./console.mjs";

const SPOILT = 50;

for (const algorithm of ["RS256", "PS256"]) {
  test(`of ${SPOILT} spoilt signatures none is sent, ${algorithm}`, async () => {
    const practice = await startPractice({ pkcv: "enforced" });
    const console_ = await open({ upstreamPort: Number(new URL(practice.url).port), init: spoilSignatures });
    const { page } = console_;
    try {
      await fillTwilio(page, practice.credentials);
      await page.getByLabel("Signature algorithm", { exact: true }).selectOption(algorithm);
      const spoilt = () => page.evaluate(() => globalThis.spoilt);
      for (let before = 0; before < SPOILT; before = await spoilt()) {
        assert.match(await check(page), /signature was wrong/);
        assert.ok((await spoilt()) > before, "something was signed");
      }
      assert.deepEqual(practice.log().filter(({ signed, validation }) => signed || validation), []);
      assert.equal(console_.record.requests.filter(({ headers }) => headers["twilio-client-validation"]).length, 0);
    } finally {
      await console_.close();
      await practice.stop();
    }
  });
}

/** Each in another bit, and in another place. */
function spoilSignatures() {
  globalThis.spoilt = 0;
  const { sign } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.sign = async function (...words) {
    const signature = await sign.apply(this, words);
    new Uint8Array(signature)[(globalThis.spoilt * 37) % 256] ^= 1 << globalThis.spoilt % 8;
    globalThis.spoilt++;
    return signature;
  };
}
