// What every state of a page must be: usable with assistive technology, and inside the screen.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";

/** axe finds nothing, and nothing sticks out, light and dark, wide and narrow. */
export async function sound(page, name) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => `${id} at ${nodes.map((node) => node.target).join("; ")}`), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      if (process.env.KEYSEED_SHOTS) await page.screenshot({ path: `${process.env.KEYSEED_SHOTS}/${name}-${colorScheme}-${width}.png` });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}
