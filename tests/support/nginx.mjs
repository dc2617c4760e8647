// The real nginx with the real production files of deploy/: only the lines that site.conf.example offers for editing differ.
import { mkdtempSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
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
 */
export async function start({ dist = process.env.KEYSEED_DIST, upstreamPort, upstreams, authority, port: wanted }) {
  const folder = mkdtempSync(join(tmpdir(), "keyseed-nginx-"));
  const port = wanted ?? (await freePort());
  const origins = upstreams ?? { api: upstreamPort, accounts: upstreamPort, iam: upstreamPort };
  mkdirSync(join(folder, "keyseed"));
  for (const file of ["nginx.conf", "relay.inc", "security-headers.inc"]) {
    symlinkSync(join(deploy, file), join(folder, "keyseed", file));
  }
  writeFileSync(join(folder, "keyseed/site.conf"), site({ folder, port, dist, origins, authority }));
  writeFileSync(join(folder, "nginx.conf"), wrapper(folder));

  const read = (name) => {
    try {
      return readFileSync(join(folder, name), "utf8");
    } catch {
      return "";
    }
  };
  const server = await run({ program: nginx, args: ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"], folder, port });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    /** What nginx has written so far, on disk and on its stderr. */
    logs: () => ({ access: read("access.log"), error: read("error.log") + server.said() }),
    stop: server.stop,
  };
}

/** site.conf.example with the values of this test; a directive that is not listed here stays as it is. */
function site({ folder, port, dist, origins, authority }) {
  const origin = (value) => (typeof value === "number" ? `http://127.0.0.1:${value}` : value);
  const values = {
    "listen 443": `listen 127.0.0.1:${port};`,
    "listen [::]:443": "",
    server_name: "server_name localhost;",
    "ssl_certificate ": "",
    ssl_certificate_key: "",
    root: `root ${dist};`,
    access_log: `access_log ${join(folder, "access.log")} keyseed;`,
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
