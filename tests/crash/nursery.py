"""Bots by the dozen: a process that has loaded everything once and forks a bot whenever it is asked to.

`python -m tests.crash.nursery` reads one JSON object a line from standard input ({"id", "env", "folder", "log"}) and
writes {"id", "pid"} for each bot that began and {"pid", "code"} for each that ended (negative: by that signal).
"""

import gc
import json
import os
import selectors
import signal
import sys
import traceback
from typing import Any

import httpcore._async.http11  # noqa: F401 - loaded here, so that no bot has to

import bots.discord.app
import bots.service
import bots.telegram  # noqa: F401
from tests.crash import bot


def _born(order: dict[str, Any]) -> None:
    """In the child: become the bot. Never returns."""
    code = 70
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for number, target in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(number, target)
        os.environ.clear()
        os.environ.update(order["env"])
        os.chdir(order["folder"])
        bot.run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - the boundary of a process
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _tell(**what: object) -> None:
    os.write(1, (json.dumps(what) + "\n").encode())


def _reap(living: set[int]) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        living.discard(pid)
        _tell(pid=pid, code=os.waitstatus_to_exitcode(status))


def main() -> None:
    """Serve until standard input closes; no bot is left behind."""
    alarm_in, alarm_out = os.pipe()
    os.set_blocking(alarm_in, False)
    os.set_blocking(alarm_out, False)
    signal.set_wakeup_fd(alarm_out)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    gc.freeze()
    selector = selectors.DefaultSelector()
    selector.register(0, selectors.EVENT_READ)
    selector.register(alarm_in, selectors.EVENT_READ)
    living: set[int] = set()
    heard = b""
    while True:
        ready = {key.fd for key, _ in selector.select()}
        if alarm_in in ready:
            os.read(alarm_in, 4096)
            _reap(living)
        if 0 not in ready:
            continue
        data = os.read(0, 65536)
        if not data:
            for pid in living:
                os.kill(pid, signal.SIGKILL)
            return
        *lines, heard = (heard + data).split(b"\n")
        for line in lines:
            order = json.loads(line)
            pid = os.fork()
            if pid == 0:
                _born(order)
            living.add(pid)
            _tell(id=order["id"], pid=pid)


if __name__ == "__main__":
    main()
