// A browser whose random source is broken, in each way in which it could be: no key, and a sentence that says so.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./console.mjs";
import { beforeWorkers } from "./workers.mjs";

const FAILED = "The browser's random source failed. No key was made: reload the page, or use another browser.";
const STUCK = "The browser's random source returns the same bytes again and again. No key was made: use another browser or computer.";

for (const [how, expected] of Object.entries({ missing: FAILED, throwing: FAILED, "all zeros": STUCK, "the same bytes again": STUCK })) {
  test(`no key where the random source is broken: ${how}`, async () => {
    const console_ = await open({ prepare: (context) => beforeWorkers(context, breakSource, how) });
    try {
      const { page } = console_;
      await page.getByRole("link", { name: "Keys", exact: true }).click();
      await page.getByRole("button", { name: "Generate key pair" }).click();
      await page.getByText(expected).waitFor();
      assert.equal(await page.getByTestId("public-key-pem").count(), 0);
      assert.equal(await page.getByTestId("fingerprint").count(), 0);
      assert.deepEqual(console_.troubles, []);
    } finally {
      await console_.close();
    }
  });
}

function breakSource(how) {
  const broken = {
    missing: undefined,
    throwing: () => {
      throw new DOMException("planted", "OperationError");
    },
    "all zeros": (bytes) => bytes.fill(0),
    "the same bytes again": (bytes) => bytes.map((_, place) => (bytes[place] = place)),
  };
  Object.defineProperty(Crypto.prototype, "getRandomValues", { value: broken[how] });
}
