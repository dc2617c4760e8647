import { STEPS, connect, hold, reopen, results, start, unfinished, withTwilio } from "./reliability.mjs";
const shots = process.env.SHOTS;
async function shot(page, name, full = true) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(150);
      await page.screenshot({ path: `${shots}/${name}-${colorScheme}-${width}.png`, fullPage: full });
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}
await withTwilio({}, async ({ page, context, practice, site }) => {
  await connect(page, practice);
  await practice.plan([["CreateKey", 1, "LostReply"]]);
  const held = hold(page, practice, STEPS["the public key"], "after");
  await start(page, ["West", "A team with a rather long name, as customers have them, Ltd", "East"]);
  const route = await held;
  await page.close({ runBeforeUnload: false });
  const second = await reopen(context, site);
  await unfinished(second).waitFor();
  await shot(second, "connect");
  await unfinished(second).getByRole("button", { name: "Forget" }).click();
  await shot(second, "forget", false);
  await second.getByRole("button", { name: "Cancel" }).click();
  await connect(second, practice);
  await shot(second, "plan");
  await practice.plan([["CreateKey", 1, "Hang before"]]);
  await second.route(/Keys\.json$/, (route) => route.request().method() === "POST" ? route.fulfill({ status: 400, contentType: "application/json", headers: { "Twilio-Request-Id": "RQ0123456789abcdef0123456789abcdef" }, body: JSON.stringify({ code: 70151, message: "planted", status: 400 }) }) : route.continue());
  await unfinished(second).getByRole("button", { name: "Resume" }).click();
  await second.getByRole("alert").waitFor();
  await shot(second, "failed");
  await second.getByRole("button", { name: "Stop" }).click();
  await second.getByRole("link", { name: "See the results" }).click();
  await second.getByRole("region", { name: "Clean up" }).waitFor();
  await shot(second, "results");
  await second.getByRole("button", { name: "Clean up…" }).click();
  await shot(second, "dialog", false);
});
