"""Forks one clean process for each run of a Python step. Runs no step's code itself, and believes no process of a run.

Started as `python -I -B zygote.py [--unsafe]` inside the sandbox. JSON lines: requests on stdin, events on stdout.

  {"type": "run", "run", "code", "outputs", "inputs": [{"name", "path"}], "seed", "limits", "folder"}
  {"type": "stop", "run"}

  {"type": "ready"}
  {"type": "text", "run", "stream", "text"}, {"type": "display", "run", "data"}
  {"type": "finished", "run", "outcome"}

What a run's process says is stamped with the run by this process, and counted; it can speak of no other run.
"""

import codecs
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
import isolate

UNSAFE = "--unsafe" in sys.argv
SECOND = 1.0
MOST_BYTES = 64 * 1_048_576
MOST_TEXT = execute.MOST_TEXT
GRACE = 1 * SECOND
# How often it is looked whether a run that says no more has ended.
ASIDE = 0.002 * SECOND


class Going:
    """One run on its way: its keeper, what it has said, and what is not told yet."""

    def __init__(self, run, keeper, pipe, written):
        self.run = run
        self.keeper = keeper
        self.pipe = pipe
        # What native code writes past Python, on its standard output and error.
        self.written = [Written(self, stream, read_end) for stream, read_end in written]
        self.room = MOST_TEXT
        self.rest = b""
        self.bytes = 0
        self.has_begun = False
        self.finished = None
        self.kill_at = None
        self.is_flooding = False
        self.is_stopped = False


class Written:
    """One of the two streams that a run's process has from the system: plain bytes, told as text."""

    def __init__(self, going, stream, pipe):
        self.going = going
        self.stream = stream
        self.pipe = pipe
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def hear(self):
        """How many bytes came: 0 when there is no more to come, None when there is none now."""
        try:
            piece = os.read(self.pipe, 1 << 16)
        except BlockingIOError:
            return None
        going = self.going
        count(going, len(piece))
        text = self.decoder.decode(piece, final=not piece)
        if text and going.room > 0:
            going.room -= len(text)
            more = "" if going.room > 0 else f"\n… more than {MOST_TEXT // 1_048_576} MB of text is left out here.\n"
            say({"type": "text", "run": going.run, "stream": self.stream, "text": text + more})
        return len(piece)


def say(message):
    sys.stdout.write(json.dumps(message, separators=(",", ":"), allow_nan=False) + "\n")
    sys.stdout.flush()


def start(request):
    if not UNSAFE:
        groups.make(request["run"])
    pipes = [os.pipe() for _ in range(3)]
    keeper = os.fork()
    if keeper == 0:
        for read_end, _ in pipes:
            os.close(read_end)
        keep(request, *(write_end for _, write_end in pipes))
    for read_end, write_end in pipes:
        os.close(write_end)
        os.set_blocking(read_end, False)
    told, out, err = (read_end for read_end, _ in pipes)
    return Going(request["run"], keeper, told, (("stdout", out), ("stderr", err)))


def keep(request, pipe, out, err):
    """Never returns. Holds the namespaces, hands signals on, ends as the run ends."""
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        isolate.die_with_parent()
        if not UNSAFE:
            groups.enter(request["run"])
            isolate.enter_namespaces()
        runner = os.fork()
        if runner == 0:
            execute.run(request, pipe, out, err, is_confined=not UNSAFE)
        for one in (pipe, out, err):
            os.close(one)
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
    if count(going, len(piece)):
        return True
    *lines, going.rest = (going.rest + piece).split(b"\n")
    for message in joined(parsed(line) for line in lines):
        relay(going, message)
    return True


def count(going, size):
    """Whether it has said more than anybody could read; then it is ended."""
    going.bytes += size
    if going.bytes > MOST_BYTES:
        going.is_flooding = True
        signal_keeper(going, signal.SIGTERM)
    return going.is_flooding


def parsed(line):
    try:
        # JSON has no word for these, though Python writes them.
        message = json.loads(line, parse_constant=lambda _: None)
    except (ValueError, RecursionError, MemoryError):
        return {}
    return message if isinstance(message, dict) else {}


def joined(messages):
    """Text that came in one go is told in one go."""
    last = None
    for message in messages:
        is_more = last is not None and is_text(last) and is_text(message)
        if is_more and last["stream"] == message["stream"]:
            last["text"] += message["text"]
            continue
        if last is not None:
            yield last
        last = message
    if last is not None:
        yield last


def is_text(message):
    is_said = message.get("type") == "text" and isinstance(message.get("text"), str)
    return is_said and message.get("stream") in ("stdout", "stderr")


def relay(going, message):
    """Passes on what has the form that it should have; whatever else a run's process says is nothing."""
    kind = message.get("type")
    if going.finished is not None:
        return
    if kind == "begun":
        going.has_begun = True
    elif kind == "unsafe" and not going.has_begun or kind == "finished":
        going.finished = message
    elif is_text(message):
        say({"type": "text", "run": going.run, "stream": message["stream"], "text": message["text"]})
    elif kind == "display" and isinstance(message.get("data"), dict):
        say({"type": "display", "run": going.run, "data": message["data"]})


def signal_keeper(going, number):
    try:
        os.kill(going.keeper, number)
    except ProcessLookupError:
        pass


def outcome_of(going, status):
    if going.is_stopped:
        return {"kind": "stopped"}
    if going.is_flooding:
        return {"kind": "flooded", "megabytes": MOST_BYTES // 1_048_576}
    if groups.was_exceeded(going.run):
        return {"kind": "memory", "detail": "all of its processes together"}
    said = going.finished
    if said is not None and said.get("type") == "unsafe":
        return {"kind": "unsafe", "message": str(said.get("text"))}
    if said is not None:
        outcome = said.get("outcome")
        # Only this process knows whether it was stopped or flooded; a run's process may not say so.
        is_its_own = isinstance(outcome, dict) and outcome.get("kind") in ("succeeded", "failed", "memory")
        return outcome if is_its_own else failed("The process said something that is not in its protocol.")
    if status > 128:
        return execute.killed_by(status - 128)
    return failed(f"It ended with exit code {status} before its output was handed over.")


def failed(text):
    return {"kind": "failed", "message": text, "line": None, "traceback": ""}


def main():
    execute.warm_up()
    gc.collect()
    gc.freeze()
    say({"type": "ready"})
    watch = selectors.DefaultSelector()
    watch.register(sys.stdin.fileno(), selectors.EVENT_READ, "requests")
    going_by_run = {}
    silent = []
    heard = b""
    while True:
        silent = [one for one in silent if not finish(one, going_by_run, watch)]
        waits = [one.kill_at - time.monotonic() for one in going_by_run.values() if one.kill_at is not None]
        waits += [ASIDE] if silent else []
        for key, _ in watch.select(max(0, min(waits)) if waits else None):
            if isinstance(key.data, Written):
                if key.data.hear() == 0:
                    drop(key.data, watch)
                continue
            if key.data != "requests":
                if not hear(key.data):
                    watch.unregister(key.data.pipe)
                    os.close(key.data.pipe)
                    # Mostly it has ended; one that only closed its pipe is heard no more, and ended.
                    if key.data.kill_at is None:
                        key.data.kill_at = time.monotonic() + ASIDE * 10
                    silent.append(key.data)
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
                    for one in (going, *going.written):
                        watch.register(one.pipe, selectors.EVENT_READ, one)
                elif request["run"] in going_by_run:
                    going = going_by_run[request["run"]]
                    going.is_stopped = True
                    signal_keeper(going, signal.SIGINT)
                    going.kill_at = time.monotonic() + GRACE
        for one in going_by_run.values():
            if one.kill_at is not None and one.kill_at <= time.monotonic():
                one.kill_at = None
                signal_keeper(one, signal.SIGTERM)


def drop(written, watch):
    if written in written.going.written:
        written.going.written.remove(written)
        watch.unregister(written.pipe)
        os.close(written.pipe)


def finish(going, going_by_run, watch):
    """Tells of a run whose pipe has closed, once its processes are gone; false while they are not."""
    ended, status = os.waitpid(going.keeper, os.WNOHANG)
    if ended == 0:
        return False
    for written in [*going.written]:
        while written.hear():
            pass
        drop(written, watch)
    del going_by_run[going.run]
    code = os.waitstatus_to_exitcode(status)
    outcome = outcome_of(going, 128 - code if code < 0 else code)
    groups.remove(going.run)
    say({"type": "finished", "run": going.run, "outcome": outcome})
    return True


if __name__ == "__main__":
    main()
