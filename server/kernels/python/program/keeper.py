"""A process that waits behind walls of its own for a run, and its keeper, who holds them and ends with it."""

import json
import os
import signal
import sys

import execute
import groups
import isolate
from relay import Going

UNSAFE = "--unsafe" in sys.argv


class Spare:
    """A process in namespaces of its own that waits for a run to be given to it, once: nothing of any run is in it."""

    made = 0

    def __init__(self):
        Spare.made += 1
        self.group = f"run-{Spare.made}"
        if not UNSAFE:
            groups.make(self.group)
        pipes = [os.pipe() for _ in range(5)]
        self.keeper = os.fork()
        (asked, self.wish), (self.ended, ended), (self.told, told), (self.out, out), (self.err, err) = pipes
        if self.keeper == 0:
            for one in (self.wish, self.ended, self.told, self.out, self.err):
                os.close(one)
            keep(self.group, asked, ended, told, out, err)
        for one in (asked, ended, told, out, err):
            os.close(one)
        for one in (self.told, self.out, self.err):
            os.set_blocking(one, False)

    def give(self, request):
        """False where it has died."""
        try:
            data = json.dumps(request).encode() + b"\n"
            while data:
                data = data[os.write(self.wish, data) :]
            return True
        except OSError:
            return False
        finally:
            os.close(self.wish)

    def going(self, run):
        written = (("stdout", self.out), ("stderr", self.err))
        return Going(run, self.group, self.keeper, self.ended, self.told, written)

    def drop(self):
        for one in (self.ended, self.told, self.out, self.err):
            os.close(one)
        os.waitpid(self.keeper, 0)
        groups.remove(self.group)


def keep(group, asked, ended, told, out, err):
    """Never returns. Holds the namespaces, hands signals on, and says when nothing of the run is left."""
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        isolate.die_with_parent()
        if not UNSAFE:
            groups.enter(group)
            isolate.enter_namespaces()
        runner = os.fork()
        if runner == 0:
            os.close(ended)
            execute.wait_and_run(group, asked, told, out, err, is_confined=not UNSAFE)
        for one in (asked, told, out, err):
            os.close(one)
        signal.signal(signal.SIGINT, lambda *_: os.kill(runner, signal.SIGINT))
        signal.signal(signal.SIGTERM, lambda *_: os.kill(runner, signal.SIGKILL))
        _, status = os.waitpid(runner, 0)
        kill_group(runner)
        # Before its own end, which takes as long again.
        os.write(ended, str(os.waitstatus_to_exitcode(status)).encode())
        os._exit(0)
    except BaseException as problem:
        try:
            line = {"type": "unsafe", "text": f"The sandbox could not be set up: {problem}"}
            os.write(told, json.dumps(line).encode() + b"\n")
        finally:
            os._exit(70)


def kill_group(leader):
    """Whatever the run left behind; with a process world of its own there is nothing left."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        pass
