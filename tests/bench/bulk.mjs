// 1,000 existing subaccounts in the practice account: listed, filtered, primed. Prints figures, asserts none.
import { choosePractice, open, toPlan } from "../browser/console.mjs";

const COUNT = Number(process.env.KEYSEED_BULK ?? 1000);
const LATENCY = 200;
const CHOICE = process.env.KEYSEED_BULK_KEYS ?? "The key pair I sign with";

const say = (what, figure) => console.log(`${what.padEnd(58)} ${figure}`);
const console_ = await open();
const { page, context } = console_;
const cdp = await context.newCDPSession(page);

/** Memory of the page after a collection: the heap of scripts, and all of the browser's processes together. */
async function memory() {
  await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize").value;
  const wasm = await page.evaluate(() => window.keyseedBench?.memories?.reduce((sum, one) => sum + one.buffer.byteLength, 0) ?? 0);
  return { heap: heap / 2 ** 20, wasm: wasm / 2 ** 20 };
}
const mib = ({ heap, wasm }) => `${heap.toFixed(1)} MiB script heap, ${wasm.toFixed(1)} MiB wasm`;

/** Records each task over 50 ms, and the time of each look at how many go at a time. */
await page.addInitScript(() => {
  window.keyseedBench = { tasks: [], lanes: [], memories: [] };
  const instantiate = WebAssembly.instantiate;
  const keep = (done) => {
    const memory = (done.instance ?? done).exports?.memory;
    if (memory) window.keyseedBench.memories.push(memory);
    return done;
  };
  WebAssembly.instantiate = (...all) => instantiate(...all).then(keep);
  const streaming = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = (...all) => streaming(...all).then(keep);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.keyseedBench.tasks.push([entry.startTime, entry.duration]);
  }).observe({ entryTypes: ["longtask"] });
});
await cdp.send("Performance.enable");
await page.reload();
await page.getByRole("heading", { name: "Connect", level: 1 }).waitFor();
/** The tasks over 50 ms since then, each with what was being done. */
const phases = [];
async function longTasks(since) {
  const tasks = await page.evaluate((since) => window.keyseedBench.tasks.filter(([start]) => start > since), since);
  const during = (start) => phases.findLast(([from]) => from <= start)?.[1];
  return tasks.map(([start, duration]) => `${Math.round(duration)} ms ${during(start)}`);
}
const phase = async (name) => phases.push([await now(), name]);
const now = () => page.evaluate(() => performance.now());

await choosePractice(page, "optional");
await page.getByLabel("Subaccounts that it has").selectOption(`${COUNT}`);
await page.getByLabel("It answers").selectOption(`${LATENCY}`);
await page.getByRole("button", { name: "Check credentials" }).waitFor();
const listing = await now();
await phase("listing");
await toPlan(page);
say(`listed at the check (${COUNT} subaccounts)`, `${Math.round((await now()) - listing)} ms`);

/** From a keystroke to the frame that shows its effect. */
const typed = async (text) => page.evaluate(async (text) => {
  const field = document.querySelector("dialog input[type=search]");
  const start = performance.now();
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}, text);
await phase("choosing");
await page.getByRole("button", { name: /Choose existing subaccounts/ }).click();
await page.getByLabel("Filter by name or SID").waitFor();
const keystrokes = [];
for (const text of ["b", "be", "ber", "berg", "bergen", "0", "00", "zzz", "AC", ""]) keystrokes.push(await typed(text));
say("filtered, from keystroke to frame (worst of 10)", `${Math.max(...keystrokes).toFixed(0)} ms`);
await page.getByRole("button", { name: /^Select all/ }).click();
await page.getByRole("button", { name: /^Add \d+ to the plan/ }).click();
const count = (await page.getByLabel("Subaccount names or SIDs").inputValue()).split("\n").length;
await page.getByRole("radio", { name: CHOICE }).check();
const planned = Number((await page.getByRole("region", { name: "Plan" }).innerText()).match(/(\d+) requests in all/)[1]);

const before = await memory();
await phase("running");
const start = await now();
await page.evaluate((start) => {
  const look = () => {
    const text = document.querySelector(".progress-line")?.innerText ?? "";
    if (/Running/.test(text)) window.keyseedBench.lanes.push([performance.now() - start, Number(text.match(/(\d+) at a time/)?.[1] ?? 1)]);
  };
  window.keyseedBench.looking = setInterval(look, 100);
}, start);
await page.getByRole("button", { name: "Start priming" }).click();
const shares = [];
for (const share of [0.25, 0.5, 0.75]) {
  await page.getByText(new RegExp(`: (${Array.from({ length: 25 }, (_, n) => Math.ceil(count * share) + n).join("|")}) of ${count} primed`)).waitFor({ timeout: 600_000 });
  shares.push([share, await memory()]);
}
await page.getByRole("heading", { name: "Results", level: 1 }).waitFor({ timeout: 600_000 });
const wall = (await now()) - start;
await phase("results");
const lanes = await page.evaluate(() => (clearInterval(window.keyseedBench.looking), window.keyseedBench.lanes));
const after = await memory();

// What the account itself would take, with as many requests at a time as the run allowed.
let lanetime = 0;
for (const [place, [time, at]] of lanes.entries()) lanetime += ((lanes[place + 1]?.[0] ?? wall) - time) * at;
const latency = planned * LATENCY;
say(`primed ${count} subaccounts, ${planned} requests of ${LATENCY} ms`, `${(wall / 1000).toFixed(1)} s, at most ${Math.max(...lanes.map(([, at]) => at))} at a time`);
say("time beyond the account's own latency", `${((lanetime / latency - 1) * 100).toFixed(1)} %`);
say("tasks over 50 ms on the main thread, from the check on", (await longTasks(listing)).join(", ") || "none");
say("memory before the run", mib(before));
for (const [share, figure] of shares) say(`memory at ${share * 100} %`, mib(figure));
say("memory after the run", mib(after));
if (console_.troubles.length) say("troubles", JSON.stringify(console_.troubles));
await console_.close();
