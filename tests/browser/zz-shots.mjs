import { open, choosePractice, toPlan, prime, check } from "./console.mjs";
const out = process.argv[2] ?? "/tmp/shots";
import { mkdirSync } from "node:fs"; mkdirSync(out, { recursive: true });
for (const [scheme, width] of [["light", 1280], ["dark", 360]]) {
  const c = await open({ context: { colorScheme: scheme, viewport: { width, height: 900 } } });
  const { page } = c;
  const shot = (name) => page.screenshot({ path: `${out}/${name}-${scheme}-${width}.png`, fullPage: true });
  try {
    await choosePractice(page);
    await toPlan(page);
    await page.getByRole("radio", { name: "The key pair I sign with" }).check();
    await shot("plan-signing");
    await prime(page, ["Old A", "Old B"], "No key pair");
    await shot("results-two");
    for (const box of await page.getByRole("checkbox", { name: "I have saved the secret" }).all()) await box.check();
    await page.getByRole("button", { name: "Finish and plan the next" }).click();
    await page.getByRole("button", { name: /Choose existing/ }).click();
    await shot("picker");
    await page.getByRole("button", { name: "Select all 2" }).click();
    await page.getByRole("button", { name: "Add 2 to the plan" }).click();
    await page.getByRole("radio", { name: "A public key the recipient made" }).check();
    await page.getByLabel("Public key (PEM)", { exact: true }).fill("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----");
    await shot("plan-private-refused");
    await page.getByRole("radio", { name: "One new key pair for all" }).check();
    const names = await page.getByLabel("Subaccount names or SIDs").inputValue();
    await page.getByLabel("Subaccount names or SIDs").fill(names + "\n" + Array.from({ length: 7 }, (_, n) => `Team ${n} with a rather long name`).join("\n"));
    await shot("plan-mixed");
    await page.getByRole("button", { name: "Start priming" }).click();
    await page.getByRole("heading", { name: "Results", level: 1 }).waitFor();
    await shot("results-many");
    await page.getByRole("button", { name: "Open Team 3" }).click();
    await page.getByText("Hand over to the recipient").click();
    await shot("results-many-open");
    await page.getByRole("link", { name: /^Run/ }).click();
    await page.getByRole("button", { name: "Show the details of Team 2" }).click();
    await shot("run-table");
  } catch (e) { console.log(e.message.slice(0, 600)); await shot("error"); }
  console.log(scheme, c.troubles);
  await c.close();
}
