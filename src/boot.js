// Starts the console, and is what is left when it cannot go on. It runs before any wasm and holds no secret.

const script = document.querySelector("script[data-wasm]");
const panel = document.getElementById("boot");

const REASONS = {
  crash: "Keyseed stopped because of a fault in its own program.",
  framed: "Keyseed does not run inside another page. Open it in a tab of its own.",
  insecure: "This browser offers no cryptography here. Open Keyseed over https:// or on localhost, in a current browser.",
  old: "This browser is too old for Keyseed. Use Chrome or Edge 123, Firefox 120, Safari 17.5, or newer.",
  wasm: "WebAssembly is off in this browser, as in lockdown modes. Allow it for this site, then reload.",
  load: "Keyseed's program did not arrive complete and unchanged, so it was not started. Reload; if this comes back, tell whoever runs this site.",
};

const SID = /\b(?:AC|SK|CR)[0-9a-fA-F]{32}\b/g;

let stopped = false;
// What the program exports, and its workers: what has to end with it.
let program;
const workers = [];

function element(name, text, ...children) {
  const made = document.createElement(name);
  made.textContent = text;
  made.append(...children);
  return made;
}

function withClass(name, made) {
  made.className = name;
  return made;
}

// The journal in localStorage names what runs have created; it never holds a secret. A run has a head and entries.
function journalledRuns() {
  const runs = new Map();
  try {
    for (const [key, text] of Object.entries(localStorage)) {
      const [, id, index] = /^keyseed\.journal\.([^.]+)(?:\.(\d+))?$/.exec(key) ?? [];
      if (!id) continue;
      if (!runs.has(id)) runs.set(id, { head: {}, entries: [] });
      const run = runs.get(id);
      if (index === undefined) run.head = read(text);
      else run.entries.push({ index: Number(index), ...read(text) });
    }
  } catch {
    // No storage: nothing was written down.
  }
  for (const run of runs.values()) run.entries.sort((one, other) => one.index - other.index);
  return [...runs.values()].sort((one, other) => (other.head.started ?? 0) - (one.head.started ?? 0));
}

// What a record says, and the SIDs that are in it: those of a name, and of what was there before, are not the run's. Of a
// record that was cut off midway, its SIDs alone.
function read(text) {
  let said = {};
  try {
    const { before, ...rest } = JSON.parse(text);
    said = rest;
    text = JSON.stringify({ ...rest, name: "" });
  } catch {
    // Its SIDs are found all the same.
  }
  return { ...said, sids: [...new Set(text.match(SID))] };
}

function journalOf({ head, entries }) {
  const title = (head.practice ? "Practice account, which goes with the page" : head.account_name) || "An account";
  const began = head.started && new Date(head.started * 1000).toLocaleString(undefined, { dateStyle: "long", timeStyle: "short" });
  // The head names what was planned, too: only the parent's SID is of use here.
  const of = element("p", began ? `Begun ${began}` : "", element("code", head.account_sid ?? head.sids?.[0] ?? ""));
  const list = element("ul", "");
  for (const { name = "Name not readable", cleaned_up, sids } of entries) {
    const title = element("strong", cleaned_up ? `${name} (cleaned up)` : name);
    list.append(element("li", "", title, ...sids.map((sid) => element("code", sid))));
  }
  // Long lists scroll, by keyboard too.
  list.tabIndex = 0;
  list.setAttribute("aria-label", title);
  return element("section", "", element("h3", title), of, entries.length > 0 ? list : element("p", "Nothing was created yet."));
}

// After a panic the program's timers and requests would go on, on a state that is broken.
function end() {
  const policy = element("meta", "");
  Object.assign(policy, { httpEquiv: "Content-Security-Policy", content: "connect-src 'none'; worker-src 'none'" });
  document.head.append(policy);
  for (const worker of workers) worker.terminate();
  // Timers and intervals share their numbers.
  for (let timer = setTimeout(() => {}); timer > 0; timer--) clearTimeout(timer);
  // What was unsaved is lost already: leaving must not be held up by a question.
  addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), { capture: true });
  // Once no frame of the program is left: without its memory it can do nothing, and its secrets are gone.
  setTimeout(wipe);
}

// The program's memory, and the values of JavaScript's that it holds. Beyond 256 MiB this would take too long; the reload ends the
// rest.
function wipe() {
  if (!program) return;
  const { buffer } = program.memory;
  new Uint8Array(buffer, 0, Math.min(buffer.byteLength, 2 ** 28)).fill(0);
  for (const table of Object.values(program)) {
    if (table instanceof WebAssembly.Table) for (let at = 0; at < table.length; at++) table.set(at, null);
  }
}

// Browsers may keep a page that was left, with all that is in it, to show it again at once.
function leaveNothingBehind() {
  addEventListener("pagehide", (event) => {
    if (!event.persisted) return;
    // Whatever the program does from now on, it does without a memory: that is no crash to tell of.
    stopped = true;
    end();
    for (const field of document.querySelectorAll("input, textarea")) field.value = "";
    document.body.replaceChildren();
    wipe();
  });
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

// Replaces the page by a static one. No message of the fault is shown: a panic's text may hold a secret.
function stop(reason) {
  if (stopped) return;
  stopped = true;
  end();
  const crashed = reason === "crash";
  const title = crashed ? "Keyseed has stopped" : "Keyseed cannot start";
  const said = element("div", "", element("h1", title), element("p", REASONS[reason]));
  said.setAttribute("role", "alert");
  const page = element("main", "", withClass("recovery-brand", element("p", "Keyseed")), said);
  page.id = "recovery";
  page.tabIndex = -1;
  const reload = withClass("primary", element("button", "Reload"));
  reload.type = "button";
  reload.addEventListener("click", () => location.reload());
  const runs = crashed ? journalledRuns() : [];
  if (crashed) {
    said.append(
      element("p", "Secrets and private keys that were not saved were only in this page's memory, and are lost."),
      element("p", "Whatever had already been created still exists at Twilio. Do not create it again before you have looked."),
    );
  }
  if (runs.length > 0) {
    const lasting = runs.filter(({ head }) => !head.practice).length;
    const these = lasting > 1 ? "these runs" : "this run";
    if (lasting > 0) said.append(element("p", `After the reload, Keyseed offers to resume or clean up ${these}.`));
    page.append(element("h2", "What this browser has written down"), ...runs.map(journalOf));
  }
  said.append(reload);
  document.body.replaceChildren(page);
  document.title = title;
  page.focus();
}

// A panic, an abort and an exhausted memory all surface as a RuntimeError, and not always through the panic hook. Any other
// exception that passes through the program's frames cuts it off midway just the same; all browsers name them so.
function isCrash(fault) {
  return fault instanceof WebAssembly.RuntimeError || /\bwasm-function\[/.test(fault?.stack);
}

function watchForCrashes() {
  addEventListener("error", (event) => isCrash(event.error) && stop("crash"));
  // The browser's own refusals name the frames that asked; nothing was cut off by those.
  addEventListener("unhandledrejection", (event) => event.reason instanceof WebAssembly.RuntimeError && stop("crash"));
}

// Whoever starts a worker, it is known here; and none starts before its script was found to be what the build says after the
// # of its address.
function watchWorkers() {
  const Started = Worker;
  globalThis.Worker = class {
    onmessage = null;
    onerror = null;
    #worker;
    #ended = false;

    constructor(url, options) {
      const [, integrity] = `${url}`.split("#");
      if (!integrity) throw new TypeError("not one of this page's workers");
      workers.push(this);
      const start = () => {
        if (this.#ended) return;
        this.#worker = new Started(url, options);
        this.#worker.onmessage = (event) => this.onmessage?.(event);
        this.#worker.onerror = (event) => this.onerror?.(event);
      };
      fetch(url, { integrity }).then(start).catch(() => this.onerror?.(new Event("error")));
    }

    postMessage(message) {
      this.#worker?.postMessage(message);
    }

    terminate() {
      this.#ended = true;
      this.#worker?.terminate();
    }
  };
}

// The only script URLs that may be made from strings are the workers that the build listed on this script.
function allowListedWorkers() {
  const listed = Object.entries(script.dataset)
    .filter(([name]) => name.endsWith("Worker"))
    .map(([, url]) => new URL(url, location.href).href);
  globalThis.trustedTypes?.createPolicy("default", {
    createScriptURL(url) {
      const absolute = new URL(url, location.href).href;
      if (listed.includes(absolute)) return absolute;
      throw new TypeError("not one of this page's workers");
    },
  });
}

// import() fetches again where a response is no-store, and then checks nothing: this load is the one that is checked.
function preloadChecked(url, integrity) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "modulepreload", crossOrigin: "anonymous", integrity, href: url });
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => reject(new Error("the program's script was refused")));
    document.head.append(link);
  });
}

// Why nothing can be started here, if so.
function whyNot() {
  if (top !== self) return "framed";
  if (!isSecureContext || !globalThis.crypto?.subtle) return "insecure";
  if (typeof WebAssembly === "undefined") return "wasm";
  // Without it, the event that start() waits for never comes.
  if (!document.createElement("link").relList?.supports?.("modulepreload")) return "old";
}

async function start() {
  const bar = panel.querySelector("progress");
  bar.value = 0;
  const js = document.querySelector(`link[rel=modulepreload][href="${script.dataset.js}"]`);
  const { wasm, wasmIntegrity } = script.dataset;
  if (!js?.integrity || !wasmIntegrity) throw new Error("the page does not say what its program must be");
  const arriving = fetch(wasm, { integrity: wasmIntegrity });
  arriving.catch(() => {}); // awaited below; a refusal must not surface twice
  await preloadChecked(js.href, js.integrity);
  bar.value = 1;
  const { default: init } = await import(script.dataset.js);
  bar.value = 2;
  program = await init({ module_or_path: arriving });
  panel.remove();
}

// The stored colours; showing them now spares a flash.
function showTheme() {
  try {
    const theme = localStorage.getItem("keyseed.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // No storage: the system's colours.
  }
}

showTheme();
const reason = whyNot();
if (reason) stop(reason);
else {
  watchForCrashes();
  leaveNothingBehind();
  allowListedWorkers();
  watchWorkers();
  start().catch((fault) => stop(isCrash(fault) ? "crash" : "load"));
}
