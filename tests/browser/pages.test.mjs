// Every page, light and dark, wide and narrow: axe finds nothing, nothing sticks out, and the keyboard is enough.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { check, choosePractice, open, prime, opened, tab } from "./console.mjs";

/** Every address of the page, as the sources name them. */
const ADDRESSES = [...readFileSync(new URL("../../src/ui/routes.rs", import.meta.url), "utf8").matchAll(/"(\/[^"{]+)"/g)].map(
  ([, address]) => address,
);

/** Goes through the console and calls `look` at every page and state. */
async function tour(page, looked) {
  const seen = new Set();
  const look = async (name) => {
    seen.add(new URL(page.url()).pathname);
    await looked(name);
  };
  const go = (name) => page.getByRole("link", { name, exact: true }).click();
  await look("Connect");
  await page.getByRole("radio", { name: "Twilio account" }).check();
  await page.getByRole("checkbox", { name: /Sign requests/ }).check();
  await page.getByRole("button", { name: "Check credentials" }).click();
  await page.getByRole("alert").waitFor();
  await look("Connect with errors");
  await choosePractice(page);
  await page.getByLabel("Main API key secret", { exact: true }).fill("wrong");
  await check(page);
  await look("Connect with a problem");
  await choosePractice(page, "optional");
  await check(page);
  await look("Connect, checked");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Start priming" }).click();
  await page.getByRole("alert").waitFor();
  await look("Plan with errors");
  await prime(page, ["West", `A name of sixty-four characters ${"that is hard to wrap_".repeat(2)}`.slice(0, 64)]);
  await look("Results");
  const west = await opened(page, "West");
  await west.getByRole("button", { name: "Reveal API key secret" }).click();
  for (const name of await west.getByRole("tab").allInnerTexts()) {
    await tab(west, name);
    await look(`Results, ${name}`);
  }
  await west.getByRole("button", { name: "Close this subaccount" }).click();
  await look("Close a subaccount");
  await page.keyboard.press("Escape");
  await go("Run");
  await page.locator(".inspector summary").first().click();
  await page.locator(".exchanges summary").first().click();
  await look("Run with its requests");
  await go("Keys");
  await page.getByRole("button", { name: "Generate key pair" }).click();
  await page.getByTestId("public-key-pem").waitFor();
  await page.getByText("Check a private key that you have").click();
  await look("Keys");
  await go("Security");
  await look("Security");
  // The others, without an account: a page that is added is among them.
  const { origin } = new URL(page.url());
  for (const address of ADDRESSES.filter((address) => !seen.has(address))) {
    await page.goto(origin + address);
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.notEqual(await page.getByRole("heading", { level: 1 }).innerText(), "There is no such page", address);
    await look(address);
  }
  await page.goto(`${origin}/nowhere`);
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await look("Not found");
}

for (const [colorScheme, width] of [["light", 1280], ["dark", 360]]) {
  test(`${colorScheme}, ${width} px wide`, async () => {
    const console_ = await open({ context: { colorScheme, viewport: { width, height: 800 } } });
    const found = [];
    try {
      await tour(console_.page, async (name) => {
        for (const scheme of [colorScheme, colorScheme === "light" ? "dark" : "light"]) {
          await console_.page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
          // axe runs in the page by the debugger, which no Content Security Policy forbids.
          const { violations } = await new AxeBuilder({ page: console_.page }).analyze();
          found.push(...violations.map(({ id, nodes }) => `${name}, ${scheme}: ${id} at ${nodes.map((node) => node.target).join("; ")}`));
        }
        await console_.page.emulateMedia({ colorScheme });
        const wide = await console_.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) found.push(`${name}: ${wide} px stick out`);
      });
      assert.deepEqual(found, []);
      assert.deepEqual(console_.troubles, []);
    } finally {
      await console_.close();
    }
  });
}

test("by keyboard alone, from Connect to Results", async () => {
  const console_ = await open();
  const { page } = console_;
  const press = async (key, times = 1) => {
    for (let n = 0; n < times; n++) await page.keyboard.press(key);
  };
  const focused = () => page.evaluate(() => document.activeElement.textContent || document.activeElement.id);
  const tabTo = async (name) => {
    for (let n = 0; n < 40; n++) {
      await press("Tab");
      if ((await focused()).includes(name)) return;
    }
    assert.fail(`Tab does not reach ${name}`);
  };
  try {
    assert.equal(await focused(), "Connect", "the heading has the focus");
    await press("Tab");
    await press("Space");
    await page.getByRole("button", { name: "Check credentials" }).waitFor();
    await tabTo("Check credentials");
    await press("Enter");
    const go = page.getByRole("button", { name: "Continue" });
    await page.waitForFunction(() => [...document.querySelectorAll("button")].some((b) => b.textContent === "Continue" && !b.disabled));
    await tabTo("Continue");
    await press("Enter");
    await page.getByRole("heading", { name: "Plan", level: 1 }).waitFor();
    assert.ok(!(await go.count()));
    await press("Tab");
    await page.keyboard.type("West");
    await tabTo("Start priming");
    await press("Enter");
    await page.getByRole("heading", { name: "Results", level: 1 }).waitFor();
    assert.equal(await page.getByRole("list", { name: "Priming steps" }).locator("[aria-current=step]").innerText(), "4\nResults");
  } finally {
    await console_.close();
  }
});

test("a deep link to a stage that is not open leads back, and a reload asks first while something is unsaved", async () => {
  const console_ = await open();
  const { page } = console_;
  try {
    for (const path of ["/prime/plan", "/prime/run", "/prime/results"]) {
      await page.goto(`${console_.site.url}${path}`);
      await page.getByRole("heading", { name: "Connect", level: 1 }).waitFor();
    }
    let asked = 0;
    page.on("dialog", (dialog) => (asked++, dialog.accept()));
    await page.reload();
    assert.equal(asked, 0);
    await choosePractice(page);
    await check(page);
    await page.getByRole("button", { name: "Continue" }).click();
    await prime(page, ["West"]);
    await page.getByRole("checkbox", { name: "I saved it elsewhere" }).check();
    await page.getByRole("checkbox", { name: "I saved it elsewhere" }).uncheck();
    await page.getByRole("button", { name: "Lock" }).click();
    await page.getByRole("heading", { name: "Connect", level: 1 }).waitFor();
    assert.equal(asked, 1);
  } finally {
    await console_.close();
  }
});
