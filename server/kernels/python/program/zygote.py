"""Forks one clean process for each run of a Python step. Runs no step's code itself, and believes no process of a run.

Started as `python -I -B zygote.py [--unsafe]` inside the sandbox. JSON lines: requests on stdin, events on stdout.

  {"type": "run", "run", "code", "output", "inputs": [{"name", "path"}], "seed", "limits", "folder"}
  {"type": "stop", "run"}

  {"type": "ready", "python", "packages", "filter"}
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
import isolate

UNSAFE = "--unsafe" in sys.argv
SECOND = 1.0
MOST_BYTES = 64 * 1_048_576
GRACE = 1 * SECOND


class Going:
    """One run on its way: its keeper, what it has said, and what is not told yet."""

    def __init__(self, run, keeper, pipe):
        self.run = run
        self.keeper = keeper
        self.pipe = pipe
        self.rest = b""
        self.bytes = 0
        self.finished = None
        self.kill_at = None
        self.is_flooding = False


def say(message):
    sys.stdout.write(json.dumps(message, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def start(request):
    read_end, write_end = os.pipe()
    keeper = os.fork()
    if keeper == 0:
        os.close(read_end)
        keep(request, write_end)
    os.close(write_end)
    os.set_blocking(read_end, False)
    return Going(request["run"], keeper, read_end)


def keep(request, pipe):
    """Never returns. Holds the namespaces, hands signals on, ends as the run ends."""
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        isolate.die_with_parent()
        if not UNSAFE:
            isolate.enter_namespaces()
        runner = os.fork()
        if runner == 0:
            execute.run(request, pipe, is_confined=not UNSAFE)
        os.close(pipe)
        signal.signal(signal.SIGINT, lambda *_: os.kill(runner, signal.SIGINT))
        signal.signal(signal.SIGTERM, lambda *_: os.kill(runner, signal.SIGKILL))
        _, status = os.waitpid(runner, 0)
        kill_group(runner)
        code = os.waitstatus_to_exitcode(status)
        os._exit(128 - code if code < 0 else code)
    except BaseException as problem:
        try:
            line = {"type": "unsafe", "text": f"The sandbox could not be set up: {problem}"}
            os.write(pipe, json.dumps(line).encode() + b"\n")
        finally:
            os._exit(70)


def kill_group(leader):
    """Whatever the run left behind; with a process world of its own there is nothing left."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        pass


def hear(going):
    """Relays what the run's process said; false when there is no more to come."""
    try:
        piece = os.read(going.pipe, 1 << 20)
    except BlockingIOError:
        return True
    if not piece:
        return False
    going.bytes += len(piece)
    if going.bytes > MOST_BYTES:
        going.is_flooding = True
        signal_keeper(going, signal.SIGTERM)
        return True
    *lines, going.rest = (going.rest + piece).split(b"\n")
    for message in joined(parsed(line) for line in lines):
        relay(going, message)
    return True


def parsed(line):
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}


def joined(messages):
    """Text that came in one go is told in one go."""
    last = None
    for message in messages:
        is_more = last is not None and all(one.get("type") == "text" for one in (last, message))
        if is_more and last.get("stream") == message.get("stream"):
            last["text"] = f"{last.get('text')}{message.get('text')}"
            continue
        if last is not None:
            yield last
        last = message
    if last is not None:
        yield last


def relay(going, message):
    kind = message.get("type")
    if going.finished is not None:
        return
    if kind in ("finished", "unsafe"):
        going.finished = message
    elif kind == "text":
        say({"type": "text", "run": going.run, "stream": message.get("stream"), "text": message.get("text")})
    elif kind == "display":
        say({"type": "display", "run": going.run, "data": message.get("data")})


def signal_keeper(going, number):
    try:
        os.kill(going.keeper, number)
    except ProcessLookupError:
        pass


def outcome_of(going, status):
    if going.is_flooding:
        text = f"It put out more than {MOST_BYTES // 1_048_576} MB; print less, or keep it in the output."
        return {"kind": "halted", "by": "limit", "message": text}
    said = going.finished
    if said is not None and said.get("type") == "unsafe":
        return {"kind": "unsafe", "message": said.get("text")}
    if said is not None:
        return said.get("outcome")
    if status > 128:
        return execute.killed_by(status - 128)
    text = f"It ended with exit code {status} before its output was handed over."
    return {"kind": "failed", "message": text, "line": None, "traceback": ""}


def main():
    execute.warm_up()
    gc.collect()
    gc.freeze()
    say(
        {
            "type": "ready",
            "python": sys.version.split()[0],
            "packages": execute.versions(),
            "filter": isolate.HAS_FILTER,
        }
    )
    watch = selectors.DefaultSelector()
    watch.register(sys.stdin.fileno(), selectors.EVENT_READ, "requests")
    going_by_run = {}
    heard = b""
    while True:
        waits = [one.kill_at - time.monotonic() for one in going_by_run.values() if one.kill_at is not None]
        for key, _ in watch.select(max(0, min(waits)) if waits else None):
            if key.data != "requests":
                if not hear(key.data):
                    watch.unregister(key.data.pipe)
                    os.close(key.data.pipe)
                    del going_by_run[key.data.run]
                    finish(key.data)
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
                    going = start(request)
                    going_by_run[going.run] = going
                    watch.register(going.pipe, selectors.EVENT_READ, going)
                elif request["run"] in going_by_run:
                    going = going_by_run[request["run"]]
                    signal_keeper(going, signal.SIGINT)
                    going.kill_at = time.monotonic() + GRACE
        for one in going_by_run.values():
            if one.kill_at is not None and one.kill_at <= time.monotonic():
                one.kill_at = None
                signal_keeper(one, signal.SIGTERM)


def finish(going):
    _, status = os.waitpid(going.keeper, 0)
    code = os.waitstatus_to_exitcode(status)
    say({"type": "finished", "run": going.run, "outcome": outcome_of(going, 128 - code if code < 0 else code)})


if __name__ == "__main__":
    main()
