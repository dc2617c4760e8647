// The real HAProxy with the real deploy/haproxy.cfg: only its port, its certificate and the relay behind it are the test's.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, run } from "./server.mjs";

const haproxy = process.env.KEYSEED_HAPROXY ?? "/usr/sbin/haproxy";
const production = readFileSync(new URL("../../deploy/haproxy.cfg", import.meta.url), "utf8");

/**
 * Starts HAProxy in front of what listens on `relayPort`. `tls` is a certificate of support/certificate.mjs: https, and
 * HTTP/2 unless `http2` is false. `without`: a line that the configuration must have, and that this test goes without.
 */
export async function start({ relayPort, tls, http2 = true, without }) {
  const folder = mkdtempSync(join(tmpdir(), "keyseed-haproxy-"));
  const port = await freePort();
  const bind = tls ? ` ssl crt ${tls.both} alpn ${http2 ? "h2," : ""}http/1.1` : "";
  const changes = [
    ["bind :443 ssl crt /etc/haproxy/keyseed.pem alpn h2,http/1.1", `bind 127.0.0.1:${port}${bind}`],
    ["server relay 127.0.0.1:8080", `server relay 127.0.0.1:${relayPort}`],
    ...(without ? [[without, ""]] : []),
  ];
  const text = changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`deploy/haproxy.cfg has no "${from}"`);
    return text.replace(from, to);
  }, production);
  writeFileSync(join(folder, "haproxy.cfg"), text);
  const server = await run({ program: haproxy, args: ["-db", "-f", join(folder, "haproxy.cfg")], folder, port });
  return { url: `http${tls ? "s" : ""}://127.0.0.1:${port}`, port, logs: () => ({ access: "", error: server.said() }), stop: server.stop };
}
