// What the tests of the boot script do with a page.
import { after, before } from "node:test";
import { launch, watch } from "../support/browser.mjs";
import * as nginx from "../support/nginx.mjs";
import * as upstreams from "../support/upstream.mjs";

/** For all tests of a file: a browser, and nginx with the production build in front of an upstream that records. */
export function served() {
  const site = {};
  before(async () => {
    site.browser = await launch();
    site.upstream = await upstreams.start();
    site.server = await nginx.start({ upstreamPort: site.upstream.port });
  });
  after(async () => {
    await site.browser?.close();
    await site.server?.stop();
    await site.upstream?.stop();
  });
  return site;
}

/** Opens a page in a context of its own, hands it to `use` with its troubles, and closes it. */
export async function open(browser, url, use) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const troubles = await watch(page);
    await page.goto(url);
    await use(page, troubles);
  } finally {
    await context.close();
  }
}

/** Gone only when the wasm has mounted. */
export const started = (page) => page.waitForSelector("#boot", { state: "detached", timeout: 20_000 });

/** The text of the recovery page. */
export const recovery = (page) => page.waitForSelector("#recovery", { timeout: 20_000 }).then((element) => element.innerText());
