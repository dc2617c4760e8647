// What must not be found: a private key and secrets, in every form in which they could slip out.
import { createPrivateKey } from "node:crypto";

/** The forms of some bytes: raw, hexadecimal, percent-encoded, base64 and base64url at each of the three alignments, and all of these as UTF-16. */
function forms(bytes) {
  const hex = bytes.toString("hex");
  const found = [bytes.toString("latin1"), hex, hex.toUpperCase(), hex.replace(/../g, "%$&"), hex.toUpperCase().replace(/../g, "%$&")];
  for (let skip = 0; skip < 3; skip++) {
    // Whole groups of three bytes only: the ends would depend on what stands beside them.
    const whole = bytes.subarray(skip, skip + 3 * Math.floor((bytes.length - skip) / 3));
    found.push(whole.toString("base64"), whole.toString("base64url"));
  }
  return [...found, ...found.map((form) => Buffer.from(form, "utf16le").toString("latin1"))];
}

/** The parts of a private key by name, each with its forms. */
export function ofPrivateKey(pem, passphrase) {
  const key = createPrivateKey({ key: pem, passphrase });
  const jwk = key.export({ format: "jwk" });
  const parts = Object.fromEntries(["d", "p", "q", "dp", "dq", "qi"].map((name) => [name, Buffer.from(jwk[name], "base64url")]));
  const der = key.export({ type: "pkcs8", format: "der" });
  const needles = Object.entries({ ...parts, der }).map(([name, bytes]) => ({ name, forms: forms(bytes) }));
  const lines = key.export({ type: "pkcs8", format: "pem" }).split("\n");
  // Lines that a public key shares with it say nothing; the middle ones are private.
  needles.push({ name: "a line of the PEM", forms: lines.slice(12, -3) });
  return needles;
}

export function ofSecret(name, secret) {
  return { name, forms: [...forms(Buffer.from(secret)), encodeURIComponent(secret)] };
}

/** Where any form of a needle occurs: `name in place`. */
export function search(needles, places) {
  const hits = [];
  for (const { name, forms } of needles) {
    for (const [place, text] of Object.entries(places)) {
      if (forms.some((form) => form.length > 8 && text.includes(form))) hits.push(`${name} in ${place}`);
    }
  }
  return hits;
}

/** Everything that the page has stored, and where it is. */
export function storage(page) {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const caches_ = await caches.keys();
    return JSON.stringify({
      local: { ...localStorage },
      session: { ...sessionStorage },
      cookies: document.cookie,
      databases,
      caches: caches_,
      history: history.state,
      location: location.href,
      title: document.title,
    });
  });
}

/** The places to search, of everything that was recorded. Authorization has its own: one secret belongs there. */
export async function places(page, record, logs = {}) {
  const rest = (headers) => Object.entries(headers).filter(([name]) => name !== "authorization");
  return {
    "request URLs": record.requests.map((request) => decodeURIComponent(request.url)).join("\n"),
    "request headers": JSON.stringify(record.requests.map((request) => rest(request.headers))),
    "request bodies": record.requests.map((request) => request.body + decodeURIComponent(request.body.replaceAll("+", " "))).join("\n"),
    authorization: record.requests.map((request) => request.headers.authorization ?? "").join("\n"),
    console: record.console.join("\n"),
    storage: await storage(page),
    ...logs,
  };
}
