// At the plan of a practice server, by whatever road it treats signatures.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { start as startPractice } from "../support/practice.mjs";
import { fillTwilio, open, toPlan } from "./console.mjs";

export const MODES = ["off", "optional", "enforced"];

/** At the plan of an account with some subaccounts; `options` as for `open`; `body` gets the page, the practice server and the console. */
export async function atPlan({ pkcv, subaccounts = 0, ...options }, body) {
  const practice = await startPractice({ pkcv, subaccounts });
  const console_ = await open({ upstreamPort: Number(new URL(practice.url).port), ...options });
  try {
    await fillTwilio(console_.page, practice.credentials, { sign: pkcv !== "off" });
    await toPlan(console_.page);
    await body(console_.page, practice, console_);
  } finally {
    await console_.close();
    await practice.stop();
  }
}

/** Nothing for axe to find, in light and dark, wide and narrow; and nothing sticks out sideways. */
export async function sound(page) {
  const before = page.viewportSize();
  for (const [colorScheme, width] of [["light", 1280], ["dark", 360]]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px is wide enough`);
  }
  await page.setViewportSize(before);
}

export const names = (page) => page.getByLabel("Subaccount names or SIDs");

export async function start(page) {
  await page.getByRole("button", { name: "Start priming" }).click();
}

export const results = (page) => page.getByRole("heading", { name: "Results", level: 1 }).waitFor({ timeout: 60_000 });

export const posts = (practice, path) => practice.log().filter((line) => line.method === "POST" && (!path || line.path === path));
