import { open, choosePractice, toPlan, prime, check } from "./console.mjs";
import { mkdirSync } from "node:fs";
const out = "/tmp/shots2"; mkdirSync(out, { recursive: true });
for (const [scheme, width] of [["light", 1280], ["dark", 360]]) {
  const c = await open({ context: { colorScheme: scheme, viewport: { width, height: 900 } } });
  const { page } = c;
  const shot = (name) => page.screenshot({ path: `${out}/${name}-${scheme}-${width}.png`, fullPage: true });
  try {
    await choosePractice(page);
    await page.getByLabel("Subaccounts that it has").selectOption("25");
    await page.getByRole("button", { name: "Check credentials" }).waitFor();
    await shot("connect");
    await page.getByRole("link", { name: "Set up this account" }).click();
    await page.getByRole("heading", { level: 1, name: "Set up" }).waitFor();
    await shot("setup");
    await page.getByRole("link", { name: "Prime", exact: true }).click();
    await page.getByRole("heading", { name: "Connect", level: 1 }).waitFor();
    await toPlan(page);
    await page.getByRole("link", { name: "Subaccounts" }).click();
    await page.getByRole("heading", { level: 1, name: "Subaccounts" }).waitFor();
    await shot("subaccounts");
    await page.getByRole("link", { name: /Bergen Dental 0013/ }).click();
    await page.waitForTimeout(1500);
    await shot("subaccount");
    await page.getByRole("link", { name: "Inspect" }).click();
    await page.waitForTimeout(500);
    await shot("inspect");
  } catch (e) { console.log(e.message.slice(0, 600)); await shot("error"); }
  console.log(scheme, c.troubles);
  await c.close();
}
