// The real nginx with the real production files of deploy/: only the lines that site.conf.example offers for editing differ.
import { mkdtempSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, run } from "./server.mjs";

const deploy = fileURLToPath(new URL("../../deploy/", import.meta.url));
const nginx = process.env.KEYSEED_NGINX ?? "/usr/sbin/nginx";

/**
 * Starts nginx on a free loopback port.
 * `upstream`: one port for all three hosts, or `{ api, accounts, iam }`, each a port or a whole `https://...` origin.
 * `port`: that one instead of a free one, to come back where an earlier nginx was.
 * `authority`: the file of the certificate authority that https upstreams are checked against.
 * `tls`: a certificate of support/certificate.mjs, to serve https; HTTP/2 as deployed, unless `http2` is false.
 * `resolver`: the address of a DNS resolver, for upstreams that are names.
 * `without`: a line that the configuration must have, and that this test goes without, to see what it is for.
 */
export async function start({ dist = process.env.KEYSEED_DIST, upstreamPort, upstreams, authority, port: wanted, tls, http2 = true, without, resolver }) {
  const folder = mkdtempSync(join(tmpdir(), "keyseed-nginx-"));
  const port = wanted ?? (await freePort());
  const origins = upstreams ?? { api: upstreamPort, accounts: upstreamPort, iam: upstreamPort };
  mkdirSync(join(folder, "keyseed"));
  const files = ["nginx.conf", "relay.inc", "upstream.inc", "security-headers.inc"].map((name) => [name, readFileSync(join(deploy, name), "utf8")]);
  if (without && !files.some(([, text]) => text.includes(without))) throw new Error(`deploy/ has no line "${without}"`);
  for (const [name, text] of files) writeFileSync(join(folder, "keyseed", name), without ? text.replace(without, "") : text);
  writeFileSync(join(folder, "keyseed/site.conf"), site({ folder, port, dist, origins, authority, tls, http2, resolver }));
  writeFileSync(join(folder, "nginx.conf"), wrapper(folder));

  const read = (name) => {
    try {
      return readFileSync(join(folder, name), "utf8");
    } catch {
      return "";
    }
  };
  const server = await run({ program: nginx, args: ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"], folder, port });
  const children = () => readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, "utf8").trim().split(" ").map(Number);
  return {
    url: `http${tls ? "s" : ""}://127.0.0.1:${port}`,
    port,
    /** Kills the worker, as the system does when it is out of memory. Another takes its place. */
    killWorker() {
      for (const worker of children()) process.kill(worker, "SIGKILL");
    },
    /** Reads the configuration again, as after a new certificate; resolves when the workers are new. */
    async reload() {
      const before = children();
      process.kill(server.pid, "SIGHUP");
      while (children().some((worker) => before.includes(worker))) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    /** What nginx has written so far, on disk and on its stderr. */
    logs: () => ({ access: read("access.log"), error: read("error.log") + server.said() }),
    stop: server.stop,
  };
}

/** site.conf.example with the values of this test; a directive that is not listed here stays as it is. */
function site({ folder, port, dist, origins, authority, tls, http2, resolver }) {
  const origin = (value) => (typeof value === "number" ? `http://127.0.0.1:${value}` : value);
  const values = {
    "listen 443": `listen 127.0.0.1:${port}${tls ? " ssl" : ""}${tls && http2 ? " http2" : ""};`,
    "listen [::]:443": "",
    server_name: "server_name localhost;",
    "ssl_certificate ": tls ? `ssl_certificate ${tls.cert};` : "",
    ssl_certificate_key: tls ? `ssl_certificate_key ${tls.key};` : "",
    root: `root ${dist};`,
    access_log: `access_log ${join(folder, "access.log")} keyseed;`,
    "resolver ": resolver && `resolver ${resolver};`,
    proxy_ssl_trusted_certificate: authority && `proxy_ssl_trusted_certificate ${authority};`,
    "set $upstream_api": `set $upstream_api ${origin(origins.api)};`,
    "set $upstream_accounts": `set $upstream_accounts ${origin(origins.accounts)};`,
    "set $upstream_iam": `set $upstream_iam ${origin(origins.iam)};`,
  };
  const lines = readFileSync(join(deploy, "site.conf.example"), "utf8").split("\n");
  for (const [start, value] of Object.entries(values)) {
    const index = lines.findIndex((line) => line.startsWith(start));
    if (index < 0) throw new Error(`site.conf.example has no line that starts with "${start}"`);
    if (value !== undefined) lines[index] = value;
  }
  return lines.join("\n");
}

/** The machine's own nginx.conf, as Debian has it, but with every path in a folder of this test's. */
function wrapper(folder) {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`);
  return [
    process.getuid?.() === 0 ? "user root;" : "",
    `daemon off; pid ${folder}/pid; worker_processes 1; error_log ${folder}/error.log;`,
    "events { worker_connections 256; }",
    `http { ${temporary.join(" ")} include keyseed/nginx.conf; }`,
  ].join("\n");
}
