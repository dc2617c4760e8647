// The real nginx with the real production files of deploy/: only the lines that site.conf.example offers for editing differ.
import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

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

  const child = spawn(nginx, ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  // A test that fails before it stops its nginx must neither hang nor leave one behind.
  const kill = () => child.kill("SIGTERM");
  process.once("exit", kill);
  for (const handle of [child, child.stdout, child.stderr]) handle.unref();
  const read = (name) => {
    try {
      return readFileSync(join(folder, name), "utf8");
    } catch {
      return "";
    }
  };
  const stop = async () => {
    process.off("exit", kill);
    child.ref();
    kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await accepts(port, child);
  } catch (cause) {
    const words = said + read("error.log");
    await stop();
    throw new Error(`nginx did not start: ${words}`, { cause });
  }
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    /** What nginx has written so far, on disk and on its stderr. */
    logs: () => ({ access: read("access.log"), error: read("error.log") + said }),
    stop,
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

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function accepts(port, child) {
  for (let attempt = 0; attempt < 100 && child.exitCode === null; attempt++) {
    const connected = await new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("error", () => resolve(false)).once("connect", () => {
        socket.destroy();
        resolve(true);
      });
    });
    if (connected) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("no answer");
}
