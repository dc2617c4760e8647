// The kernels of the prime search in the engine that runs them: a million products and ten thousand powers each, with crypto-bigint's
// results, natively computed, as the measure.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { launch } from "../support/browser.mjs";

const [SEED, CHAINS, POWERS] = [20_261_126, 10_000, 10_000];

test("both kernels compute what crypto-bigint does", async () => {
  const types = { ".js": "text/javascript", ".wasm": "application/wasm" };
  const server = createServer((request, response) => {
    response.setHeader("content-type", types[extname(request.url)] ?? "text/html");
    if (request.url === "/") return response.end("<!doctype html><title>kernels</title>");
    createReadStream(join(process.env.KEYSEED_KERNEL_BENCH, request.url.slice(1))).on("error", () => response.writeHead(404).end()).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const browser = await launch();
  try {
    const expected = promisify(execFile)(process.env.KEYSEED_KERNEL_PROOF, [SEED, CHAINS, POWERS].map(String));
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const found = await page.evaluate(async (numbers) => {
      const kernels = await import("/kernel_bench.js");
      await kernels.default();
      return ["relaxed", "plain"].map((kernel) => [kernels.works(kernel), kernels.proof(kernel, ...numbers)]);
    }, [SEED, CHAINS, POWERS]);
    const digest = (await expected).stdout.trim();
    assert.match(digest, /^[0-9a-f]{64}$/);
    assert.deepEqual(found, [[true, digest], [true, digest]]);
  } finally {
    await browser.close();
    server.close();
  }
});
