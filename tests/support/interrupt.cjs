// Preloaded into a program that writes files: ends it at its INTERRUPT_AT-th change to the file system (1, 2, ...), as a
// kill or a power cut would. A file that is being written then has half of its text.
const fs = require("node:fs");

let left = Number(process.env.INTERRUPT_AT);
for (const change of ["mkdirSync", "writeFileSync", "chmodSync", "renameSync", "rmSync"]) {
  const real = fs[change];
  fs[change] = (...words) => {
    left -= 1;
    if (left > 0) return real(...words);
    const [path, text, options] = words;
    if (change === "writeFileSync") real(path, text.slice(0, text.length / 2), options);
    process.kill(process.pid, "SIGKILL");
    for (;;);
  };
}
