// A web server of the machine's as a child process, in a folder of its own.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { createServer, connect } from "node:net";

/** Starts a program that serves on `port` of the loopback; `stop` ends it and removes `folder`. `said` is its stderr so far. */
export async function run({ program, args, folder, port, environment = {} }) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } });
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  // A test that fails before it stops its server must neither hang nor leave one behind.
  const kill = () => child.kill("SIGTERM");
  process.once("exit", kill);
  for (const handle of [child, child.stdout, child.stderr]) handle.unref();
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
    await stop();
    throw new Error(`${program} did not start: ${said}`, { cause });
  }
  return { pid: child.pid, said: () => said, stop };
}

export function freePort() {
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
