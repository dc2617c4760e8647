// Debian's Chromium, driven by playwright-core.
import { chromium } from "playwright-core";

const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--js-flags=--heap-snapshot-string-limit=10000000"];

const program = () => ({ executablePath: process.env.KEYSEED_CHROMIUM ?? "/usr/bin/chromium", args: quiet });

/** Starts the browser; more `options` go to playwright as they are. */
export function launch(options = {}) {
  return chromium.launch({ ...program(), ...options });
}

/** The browser with a profile on the disk, as a person has one: gives its context. */
export function persistent(folder) {
  return chromium.launchPersistentContext(folder, { ...program(), acceptDownloads: true });
}

/**
 * Records what a good page never has: errors in its console, uncaught errors and violations of its policy.
 * Call it before the first navigation; `troubles` grows as they come.
 */
export async function watch(page) {
  const troubles = [];
  page.on("console", (message) => message.type() === "error" && troubles.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(`uncaught: ${error.message}`));
  await page.exposeFunction("keyseedViolation", (text) => troubles.push(`policy: ${text}`));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => window.keyseedViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  return troubles;
}
