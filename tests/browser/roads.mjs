// At the plan of a practice server, by whatever road it treats signatures.
import { start as startPractice } from "../support/practice.mjs";
import { fillTwilio, open, toPlan } from "./console.mjs";

export const MODES = ["off", "optional", "enforced"];

/** At the plan of an account with some subaccounts; `body` gets the page, the practice server and the console. */
export async function atPlan({ pkcv, subaccounts = 0 }, body) {
  const practice = await startPractice({ pkcv, subaccounts });
  const console_ = await open({ upstreamPort: Number(new URL(practice.url).port) });
  try {
    await fillTwilio(console_.page, practice.credentials, { sign: pkcv !== "off" });
    await toPlan(console_.page);
    await body(console_.page, practice, console_);
  } finally {
    await console_.close();
    await practice.stop();
  }
}

export const names = (page) => page.getByLabel("Subaccount names or SIDs");

export async function start(page) {
  await page.getByRole("button", { name: "Start priming" }).click();
}

export const results = (page) => page.getByRole("heading", { name: "Results", level: 1 }).waitFor({ timeout: 60_000 });

export const posts = (practice, path) => practice.log().filter((line) => line.method === "POST" && (!path || line.path === path));
