// Starts the console, and is what is left when it cannot go on. It runs before any wasm and holds no secret.

const script = document.querySelector("script[data-wasm]");
const panel = document.getElementById("boot");

const REASONS = {
  crash: "Keyseed stopped because of a fault in its own program.",
  framed: "Keyseed does not run inside another page. Open it in a tab of its own.",
  insecure: "This browser offers no cryptography here. Open Keyseed over https:// or on localhost, in a current browser.",
  load: "Keyseed's program did not arrive complete and unchanged, so it was not started. Reload; if this comes back, tell whoever runs this site.",
};

let stopped = false;

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

// The journal names what a run has created so far; it never holds a secret. Its form belongs to the wasm, so only SIDs are looked for.
function journalledSids() {
  try {
    const journal = sessionStorage.getItem("keyseed.journal") ?? "";
    return [...new Set(journal.match(/\b(?:AC|SK|CR)[0-9a-fA-F]{32}\b/g))];
  } catch {
    return [];
  }
}

// Replaces the page by a static one. No message of the fault is shown: a panic's text may hold a secret.
function stop(reason) {
  if (stopped) return;
  stopped = true;
  // After a panic the wasm's timers go on; from here on the browser refuses every request they would make.
  const policy = element("meta", "");
  Object.assign(policy, { httpEquiv: "Content-Security-Policy", content: "connect-src 'none'; worker-src 'none'" });
  document.head.append(policy);

  const page = element("main", "");
  page.id = "recovery";
  page.tabIndex = -1;
  page.setAttribute("role", "alert");
  page.append(element("h1", reason === "crash" ? "Keyseed has stopped" : "Keyseed cannot start"), element("p", REASONS[reason]));
  if (reason === "crash") {
    page.append(
      element("p", "Secrets and private keys that were not saved were only in this page's memory and are gone when you reload."),
      element("p", "Whatever had already been created still exists at Twilio. Look in the Twilio Console before you create it again."),
    );
    const sids = journalledSids();
    if (sids.length > 0) {
      const list = element("ul", "");
      list.append(...sids.map((sid) => element("li", sid)));
      page.append(element("p", "This run had written down:"), list);
    }
  }
  const reload = element("button", "Reload");
  reload.type = "button";
  reload.addEventListener("click", () => location.reload());
  page.append(reload);
  document.body.replaceChildren(page);
  document.title = "Keyseed has stopped";
  page.focus();
}

// A panic, an abort and an exhausted memory all surface as a RuntimeError, and not always through the panic hook.
function watchForCrashes() {
  const check = (fault) => fault instanceof WebAssembly.RuntimeError && stop("crash");
  addEventListener("error", (event) => check(event.error));
  addEventListener("unhandledrejection", (event) => check(event.reason));
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

async function start() {
  const bar = panel.querySelector("progress");
  bar.value = 0;
  const js = document.querySelector(`link[rel=modulepreload][href="${script.dataset.js}"]`);
  const wasm = document.querySelector('link[rel=preload][type="application/wasm"]');
  if (!js?.integrity || !wasm?.integrity) throw new Error("the page does not say what its program must be");
  const program = fetch(wasm.href, { integrity: wasm.integrity });
  program.catch(() => {}); // awaited below; a refusal must not surface twice
  await preloadChecked(js.href, js.integrity);
  bar.value = 1;
  const { default: init } = await import(script.dataset.js);
  bar.value = 2;
  await init({ module_or_path: program });
  panel.remove();
}

// The page stores nothing but which colours it uses; showing them now spares a flash.
function showTheme() {
  try {
    const theme = localStorage.getItem("keyseed.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // No storage: the system's colours.
  }
}

showTheme();
watchForCrashes();
if (top !== self) stop("framed");
else if (!isSecureContext || !globalThis.crypto?.subtle) stop("insecure");
else {
  allowListedWorkers();
  start().catch((fault) => stop(fault instanceof WebAssembly.RuntimeError ? "crash" : "load"));
}
