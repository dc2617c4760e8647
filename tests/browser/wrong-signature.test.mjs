// A computer that signs wrongly: nothing signed leaves the page, because such a signature can tell the private key.
import assert from "node:assert/strict";
import { test } from "node:test";
import { start as startPractice } from "../support/practice.mjs";
import { check, fillTwilio, open } from "./console.mjs";

test("a signature that does not hold is not sent", async () => {
  const practice = await startPractice({ pkcv: "enforced" });
  const console_ = await open({ upstreamPort: Number(new URL(practice.url).port), init: spoilSignatures });
  try {
    await fillTwilio(console_.page, practice.credentials);
    const said = await check(console_.page);
    assert.match(said, /signature was wrong/);
    assert.ok(await console_.page.evaluate(() => globalThis.spoilt) > 0, "something was signed");
    assert.deepEqual(practice.log().filter(({ signed, validation }) => signed || validation), []);
  } finally {
    await console_.close();
    await practice.stop();
  }
});

function spoilSignatures() {
  globalThis.spoilt = 0;
  const { sign } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.sign = async function (...words) {
    const signature = await sign.apply(this, words);
    new Uint8Array(signature)[100] ^= 1;
    globalThis.spoilt++;
    return signature;
  };
}
