"""A terminal with a shell in it, for what only happens in a terminal: prompts, echo, Ctrl-C, pasting.

Reads one JSON object from standard input: `{"command": [...], "steps": [...], "env": {...}}`. Each step is one of

- `{"type": "text"}`: what comes from the keyboard or the clipboard, all at once;
- `{"wait": "text"}`: until this is the last of what the screen shows, and nothing more comes for a moment;
- `{"see": "text"}`: until this has been shown since the last step that typed;
- `{"pause": seconds}`: for a shell that throws away what is typed while it tidies up.

Prints one JSON object: `{"shown": "...", "failed": null | "what did not come"}`.
"""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

PATIENCE = 20.0
QUIET = 0.25
# Colours, cursor movements, titles: not text.
CONTROL = re.compile(r"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b[()][A-Z0-9]|\x1b[=>78]|[\x0e\x0f]")


class Terminal:
    def __init__(self, command, env):
        self.bytes = b""
        self.mark = 0
        self.pid, self.tty = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, env)
        # Wide enough that no shell folds a line.
        fcntl.ioctl(self.tty, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 1500, 0, 0))

    def text(self, start=0):
        return CONTROL.sub("", self.bytes[start:].decode("utf-8", "replace"))

    def read(self, seconds):
        """Takes what comes within that time; whether anything did."""
        if not select.select([self.tty], [], [], seconds)[0]:
            return False
        try:
            read = os.read(self.tty, 65536)
        except OSError:
            return False
        self.bytes += read
        return bool(read)

    def until(self, met):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if met():
                return True
            self.read(0.1)
        return False

    def type(self, text):
        self.mark = len(self.bytes)
        data = text.encode()
        # A terminal's buffer is small: what is shown is taken while it is typed into.
        while data:
            while self.read(0):
                pass
            if select.select([], [self.tty], [], 0.1)[1]:
                data = data[os.write(self.tty, data[:512]) :]

    def wait(self, wanted):
        def met():
            return self.text(self.mark).rstrip().endswith(wanted.rstrip()) and not self.read(QUIET)

        return self.until(met)

    def see(self, wanted):
        return self.until(lambda: wanted in self.text(self.mark))

    def pause(self, seconds):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.read(left)

    def close(self):
        os.close(self.tty)
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(self.pid, 0)


def main():
    task = json.load(sys.stdin)
    terminal = Terminal(task["command"], task["env"])
    failed = None
    for step in task["steps"]:
        if "type" in step:
            terminal.type(step["type"])
        elif "pause" in step:
            terminal.pause(step["pause"])
        elif "wait" in step and not terminal.wait(step["wait"]):
            failed = step["wait"]
        elif "see" in step and not terminal.see(step["see"]):
            failed = step["see"]
        if failed is not None:
            break
    shown = terminal.text()
    terminal.close()
    json.dump({"shown": shown, "failed": failed}, sys.stdout)


main()
