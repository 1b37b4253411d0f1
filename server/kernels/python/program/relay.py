"""What a run's process says, passed on in the forms that it should have; all of it is hostile."""

import codecs
import json
import os
import signal
import sys

import execute
import groups

MOST_BYTES = 64 * 1_048_576
MOST_TEXT = execute.MOST_TEXT


class Going:
    """One run on its way: its keeper, what it has said, and what is not told yet."""

    def __init__(self, run, group, keeper, ended, pipe, written):
        self.run = run
        self.group = group
        self.keeper = keeper
        # Where the keeper says that nothing of the run is left.
        self.ended = Ended(self, ended)
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


class Ended:
    """What the keeper says last: the exit code of the run's process, or minus the signal that ended it."""

    def __init__(self, going, pipe):
        self.going = going
        self.pipe = pipe

    def code(self):
        said = os.read(self.pipe, 64)
        return int(said) if said else -signal.SIGKILL


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


def hear(going):
    """Relays what the run's process said; false when there is no more to come, None when there is none now."""
    try:
        piece = os.read(going.pipe, 1 << 20)
    except BlockingIOError:
        return None
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


def outcome_of(going, code):
    if going.is_stopped:
        return {"kind": "stopped"}
    if going.is_flooding:
        return {"kind": "flooded", "megabytes": MOST_BYTES // 1_048_576}
    if groups.was_exceeded(going.group):
        return {"kind": "memory", "detail": "all of its processes together"}
    said = going.finished
    if said is not None and said.get("type") == "unsafe":
        return {"kind": "unsafe", "message": str(said.get("text"))}
    if said is not None:
        outcome = said.get("outcome")
        # Only this process knows whether it was stopped or flooded; a run's process may not say so.
        is_its_own = isinstance(outcome, dict) and outcome.get("kind") in ("succeeded", "failed", "memory")
        return outcome if is_its_own else failed("The process said something that is not in its protocol.")
    if code < 0:
        return execute.killed_by(-code)
    return failed(f"It ended with exit code {code} before its output was handed over.")


def failed(text):
    return {"kind": "failed", "message": text, "line": None, "traceback": ""}
