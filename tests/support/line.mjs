// A line between a browser and a server that can be cut: TCP, passed on byte for byte, so that TLS goes through it.
import { createServer, connect } from "node:net";

/** Starts it on a free loopback port, in front of `port`. `cut()` breaks every connection that is open, as a network does. */
export async function start(port) {
  const open = new Set();
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    const pair = [near, far];
    open.add(pair);
    for (const [from, to] of [pair, [far, near]]) {
      from.setNoDelay(true);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => (to.destroy(), open.delete(pair)));
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => {
    for (const pair of open) for (const socket of pair) socket.destroy();
  };
  return { port: server.address().port, cut, stop: () => new Promise((resolve) => (cut(), server.close(resolve))) };
}
