// The real Caddy with the real deploy/Caddyfile: only the site's name, its folder and Twilio's addresses are the test's.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, run } from "./server.mjs";

const caddy = process.env.KEYSEED_CADDY ?? "/usr/bin/caddy";
const production = readFileSync(new URL("../../deploy/Caddyfile", import.meta.url), "utf8");

/** Starts Caddy as support/nginx.mjs starts nginx, with the same options (but for `port` and `http2`, which is never spoken). */
export async function start({ dist = process.env.KEYSEED_DIST, upstreamPort, upstreams, authority, tls, without }) {
  const folder = mkdtempSync(join(tmpdir(), "keyseed-caddy-"));
  const port = await freePort();
  const origin = upstreams?.api ?? `http://127.0.0.1:${upstreamPort}`;
  const trust = authority ? `\n\t\t\ttls_trusted_ca_certs ${authority}\n\t\t\ttls_server_name {args.0}` : "\n";
  const site = `http${tls ? "s" : ""}://:${port}`;
  const file = [
    [/^\{$/m, "{\n\tadmin off\n\tauto_https off"],
    [/^keyseed\.example\.com \{$/m, `${site} {\n\tbind 127.0.0.1${tls ? `\n\ttls ${tls.cert} ${tls.key}` : ""}`],
    ...(without ? [[without, ""]] : []),
    ["root * /srv/keyseed/dist", `root * ${dist}`],
    ["reverse_proxy https://{args.0} {", `reverse_proxy ${origin} {`],
    ["transport http {", `transport http {${trust}`],
  ].reduce(replaced, production);
  writeFileSync(join(folder, "Caddyfile"), file);
  const args = ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"];
  const server = await run({ program: caddy, args, folder, port, environment: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder } });
  return { url: `http${tls ? "s" : ""}://127.0.0.1:${port}`, port, logs: () => ({ access: "", error: server.said() }), stop: server.stop };
}

function replaced(text, [from, to]) {
  const changed = text.replace(from, () => to);
  if (changed === text) throw new Error(`deploy/Caddyfile has no "${from}"`);
  return changed;
}
