"""Forks one clean process for each run of a Python step. Runs no step's code itself, and believes no process of a run.

Started as `python -I -B zygote.py [--unsafe]` inside the sandbox. JSON lines: requests on stdin, events on stdout.

  {"type": "run", "run", "code", "outputs", "inputs": [{"name", "path"}], "packages", "seed", "limits", "folder"}
  {"type": "stop", "run"}

  {"type": "ready"}
  {"type": "text", "run", "stream", "text"}, {"type": "display", "run", "data"}
  {"type": "finished", "run", "outcome"}

What a run's process says is stamped with the run by this process, and counted; it can speak of no other run.
"""

import gc
import json
import os
import selectors
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import execute
import groups
from keeper import Spare
from relay import Ended, Written, hear, outcome_of, say, signal_keeper

SECOND = 1.0
GRACE = 1 * SECOND
# How long a run that says no more has to end, and how often keepers are looked after that are about to.
ASIDE = 0.02 * SECOND


def start(request, spare):
    if spare is not None:
        if spare.give(request):
            return spare.going(request["run"])
        spare.drop()
    fresh = Spare()
    fresh.give(request)
    return fresh.going(request["run"])


def main():
    execute.warm_up()
    gc.collect()
    gc.freeze()
    spare = Spare()
    say({"type": "ready"})
    watch = selectors.DefaultSelector()
    watch.register(sys.stdin.fileno(), selectors.EVENT_READ, "requests")
    going_by_run = {}
    ending = []
    heard = b""
    while True:
        ending = [one for one in ending if not is_reaped(one)]
        waits = [one.kill_at - time.monotonic() for one in going_by_run.values() if one.kill_at is not None]
        waits += [ASIDE] if ending else []
        for key, _ in watch.select(max(0, min(waits)) if waits else None):
            if isinstance(key.data, Ended):
                del going_by_run[key.data.going.run]
                finish(key.data, watch)
                ending.append(key.data.going)
                continue
            if isinstance(key.data, Written):
                if key.data in key.data.going.written and key.data.hear() == 0:
                    drop(key.data, watch)
                continue
            if key.data != "requests":
                if key.data.pipe is not None and hear(key.data) is False:
                    close(key.data, watch)
                    # Mostly it has ended; one that only closed its pipe is heard no more, and ended.
                    if key.data.kill_at is None:
                        key.data.kill_at = time.monotonic() + ASIDE
                continue
            piece = os.read(sys.stdin.fileno(), 1 << 20)
            if not piece:
                for one in going_by_run.values():
                    signal_keeper(one, signal.SIGTERM)
                os._exit(0)
            *lines, heard = (heard + piece).split(b"\n")
            for line in lines:
                request = json.loads(line)
                if request["type"] == "run":
                    going = start(request, spare)
                    going_by_run[going.run] = going
                    for one in (going, going.ended, *going.written):
                        watch.register(one.pipe, selectors.EVENT_READ, one)
                    # The next one gets ready while this one runs.
                    spare = Spare()
                elif request["run"] in going_by_run:
                    going = going_by_run[request["run"]]
                    going.is_stopped = True
                    signal_keeper(going, signal.SIGINT)
                    going.kill_at = time.monotonic() + GRACE
        for one in going_by_run.values():
            if one.kill_at is not None and one.kill_at <= time.monotonic():
                one.kill_at = None
                signal_keeper(one, signal.SIGTERM)


def finish(ended, watch):
    """Everything that the run has said is in its pipes by now."""
    going = ended.going
    code = ended.code()
    watch.unregister(ended.pipe)
    if going.pipe is not None:
        while hear(going):
            pass
        close(going, watch)
    for written in [*going.written]:
        while written.hear():
            pass
        drop(written, watch)
    os.close(ended.pipe)
    say({"type": "finished", "run": going.run, "outcome": outcome_of(going, code)})


def close(going, watch):
    watch.unregister(going.pipe)
    os.close(going.pipe)
    going.pipe = None


def drop(written, watch):
    if written in written.going.written:
        written.going.written.remove(written)
        watch.unregister(written.pipe)
        os.close(written.pipe)


def is_reaped(going):
    """Whether its keeper is gone; then its group can go."""
    ended, _ = os.waitpid(going.keeper, os.WNOHANG)
    if ended == 0:
        return False
    groups.remove(going.group)
    return True


if __name__ == "__main__":
    main()
