"""The fork server loads what is heavy once and forks a child process for each job: `python -m studio.render.forkserver SECONDS`.

Its standard input is a Unix socket. Each byte that comes there asks for a child and brings two sockets: one that becomes the
child's standard input and output, and its lifeline. The child complains into the lifeline as its standard error, and when
it has ended the server writes its exit code there (negative: by that signal). A lifeline whose other end is shut means
that the child is wanted no more: it is killed. All are when standard input closes, as it does when the studio dies. After so
many seconds without a child the server ends by itself.
"""

import contextlib
import ctypes
import gc
import os
import selectors
import signal
import socket
import sys
import traceback
from typing import NoReturn

SOCKETS = 2
PR_SET_PDEATHSIG = 1
FORKS_LOADED = sys.platform == "linux"
"""Elsewhere the system's libraries may not survive a fork, and each child loads everything by itself."""


class _ForkServer:
    def __init__(self, orders: socket.socket, idle: float) -> None:
        self._orders = orders
        self._idle = idle
        self._open, self._leaving = True, False
        self._lifelines: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(orders, selectors.EVENT_READ, self._take_order)
        self._bell, rung = socket.socketpair()
        self._bell.setblocking(False)
        rung.setblocking(False)
        self._selector.register(self._bell, selectors.EVENT_READ, self._reap)
        signal.set_wakeup_fd(rung.detach())
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def serve(self) -> None:
        """Fork and reap until nobody can ask for more and the last one has ended."""
        while self._open or self._lifelines:
            ready = self._selector.select(None if self._lifelines else self._idle)
            if not ready:
                self._leaving = True
                self._orders.shutdown(socket.SHUT_RD)  # from now on whoever asks is refused; who asked before is served
            for key, _ in ready:
                key.data()

    def _take_order(self) -> None:
        asked, sockets, *_ = socket.recv_fds(self._orders, 1, SOCKETS)
        if asked:
            self._fork(*sockets)
        else:
            self._selector.unregister(self._orders)
            self._open = False
            if not self._leaving:
                for pid in self._lifelines:
                    os.kill(pid, signal.SIGKILL)

    def _fork(self, talk: int, lifeline: int) -> None:
        kept = socket.socket(fileno=lifeline)
        try:
            pid = os.fork()
        except OSError:  # the system has no room for another; whoever asked sees its sockets closed
            kept.close()
            pid = -1
        if pid == 0:
            _live(talk, lifeline)
        os.close(talk)
        if pid > 0:
            self._lifelines[pid] = kept
            self._selector.register(kept, selectors.EVENT_READ, lambda: self._let_go(pid))

    def _let_go(self, pid: int) -> None:
        if pid in self._lifelines:  # it may have been reaped a moment ago
            self._selector.unregister(self._lifelines[pid])
            os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        self._bell.recv(4096)
        while self._lifelines:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            with self._lifelines.pop(pid) as lifeline:
                with contextlib.suppress(KeyError):  # it was let go
                    self._selector.unregister(lifeline)
                with contextlib.suppress(OSError):  # nobody waits for it any more
                    lifeline.sendall(f"\n{os.waitstatus_to_exitcode(status)}".encode())


def _live(talk: int, lifeline: int) -> NoReturn:
    """In the child: nothing of the server's is kept open."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if FORKS_LOADED:
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # nobody is left to reap it
        os.setsid()
        for number, target in ((talk, 0), (talk, 1), (lifeline, 2)):
            os.dup2(number, target)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        if not FORKS_LOADED:
            os.execv(sys.executable, [sys.executable, "-m", "studio.render.child"])  # noqa: S606 - no shell is wanted
        from studio.render.child import run

        run()
    except BaseException:  # noqa: BLE001 - the boundary of a process
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(70)


def main() -> None:
    """Serve the socket that is standard input."""
    with socket.socket(fileno=0) as orders:
        if FORKS_LOADED:
            import studio.render.child
            import studio.render.making
            import studio.render.media.inspection  # noqa: F401

            gc.freeze()
        _ForkServer(orders, float(sys.argv[1])).serve()


if __name__ == "__main__":
    main()
