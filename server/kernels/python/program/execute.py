"""Runs one step's code in the process that was made for it, and says what came of it."""

import ast
import builtins
import ctypes
import json
import linecache
import os
import random
import signal
import sys
import time
import traceback

import numpy

import groups
import inputs
import isolate
import results
import shown

MOST_TEXT = 2 * 1_048_576
# Seconds after which a line is told before it is whole.
OFTEN = 0.05
# The one way out: what is told.
TOLD = 3
_LIBC = ctypes.CDLL(None)
# As <stdio.h> has it.
_BY_LINES = 1


class Channel:
    """Where messages go: one JSON object a line."""

    def __init__(self, pipe):
        self.pipe = pipe

    def say(self, message):
        data = json.dumps(message, separators=(",", ":")).encode() + b"\n"
        while data:
            data = data[os.write(self.pipe, data) :]


class Told:
    """Takes the place of standard output: what is printed is told at once, up to a limit."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, channel, stream, room):
        self.channel, self.stream, self.room = channel, stream, room
        self.pending = ""
        self.told_at = 0.0

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self.room[0] > 0:
            self.room[0] -= len(text)
            self.pending += text
            if self.room[0] <= 0:
                self.pending += f"\n… more than {MOST_TEXT // 1_048_576} MB of text is left out here.\n"
            is_late = time.monotonic() - self.told_at > OFTEN
            if len(self.pending) > 4096 or is_late or "\n" in text or "\r" in text:
                self.flush()
        return len(text)

    def flush(self):
        if self.pending:
            text, self.pending = self.pending, ""
            self.told_at = time.monotonic()
            self.channel.say({"type": "text", "stream": self.stream, "text": text})

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def isatty(self):
        return False

    def writable(self):
        return True

    def readable(self):
        return False

    def seekable(self):
        return False

    def fileno(self):
        return {"stdout": 1, "stderr": 2}[self.stream]

    @property
    def closed(self):
        return False


def wait_and_run(group, asked, pipe, out, err, is_confined):
    """Never returns. Waits until it is given a run, and does that and no other."""
    channel = Channel(pipe)
    try:
        os.setsid()
        # No stop is lost, and none is heard in the midst of what is ours.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        with os.fdopen(asked, "rb") as wish:
            line = wish.readline()
        if not line:
            os._exit(0)
        request = json.loads(line)
        # Native code writes past Python: whoever reads these ends tells what is written.
        for number, end in enumerate((os.open("/dev/null", os.O_RDWR), out, err)):
            os.dup2(end, number)
        os.dup2(pipe, TOLD)
        channel.pipe = TOLD
        os.closerange(TOLD + 1, 4096)
        write_by_lines()
        namespace = inputs.read_inputs(request["inputs"], request["code"])
        limits = request["limits"]
        if is_confined:
            groups.limit(group, limits["memoryMb"])
        isolate.limit(limits["memoryMb"], limits["cpuSeconds"], limits["fileMb"])
        if is_confined:
            isolate.hide_the_rest(f"/runs/{request['run']}")
        else:
            os.chdir(request["folder"])
        os.closerange(TOLD + 1, 4096)
        if is_confined:
            isolate.give_up_rights()
    except inputs.Unreadable as problem:
        channel.say({"type": "finished", "outcome": failure(str(problem))})
        os._exit(0)
    except BaseException as problem:
        channel.say({"type": "unsafe", "text": f"The sandbox could not be set up: {problem}"})
        os._exit(70)
    channel.say({"type": "begun"})
    outcome = outcome_of(request, namespace, channel)
    channel.say({"type": "finished", "outcome": outcome})
    os._exit(0)


def write_by_lines():
    """Native code that prints is heard line by line, as it would be on a terminal."""
    _LIBC.setvbuf(ctypes.c_void_p.in_dll(_LIBC, "stdout"), None, _BY_LINES, 0)


def failure(text, line=None, trace=""):
    return {"kind": "failed", "message": text, "line": line, "traceback": trace}


def outcome_of(request, namespace, channel):
    room = [MOST_TEXT]
    sys.stdout, sys.stderr = Told(channel, "stdout", room), Told(channel, "stderr", room)
    sys.argv = [""]
    names, code = request["outputs"], request["code"]
    file_name = f"<{names[0]}>"
    linecache.cache[file_name] = (len(code), None, code.splitlines(keepends=True), file_name)
    if request["packages"] is not None:
        # Last, so that nothing of it takes the place of what is here.
        sys.path.append(request["packages"])
    random.seed(request["seed"])
    numpy.random.seed(request["seed"] % 2**32)
    shown.listen(channel)
    builtins.input = no_input
    namespace.update({"__name__": "__main__", "display": shown.display})
    module = sys.modules["__main__"]
    module.__dict__.clear()
    module.__dict__.update(namespace)
    namespace = module.__dict__
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        execute(code, file_name, namespace)
        sys.stdout.flush()
        sys.stderr.flush()
        shown.open_figures(but=[namespace.get(name) for name in names])
        outcome = results.hand_over(names, namespace, request["limits"]["rows"])
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        return outcome
    except MemoryError as problem:
        return {"kind": "memory", "detail": str(problem)[:1000]}
    except results.NotStorable as problem:
        return failure(str(problem))
    except SystemExit as end:
        text = f"The code ended the process itself (exit code {end.code}), so nothing was handed over."
        return failure(text, line_of(end, file_name))
    except BaseException as problem:
        return failure_of(problem, file_name)
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        _LIBC.fflush(None)


def no_input(prompt=""):
    raise EOFError("input() has nobody to ask: a step takes its data from the tables that it reads")


def execute(code, file_name, namespace):
    """As a notebook cell: a last expression is shown."""
    tree = ast.parse(code, file_name)
    last = tree.body[-1] if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    if last is not None:
        tree.body.pop()
    exec(compile(tree, file_name, "exec", dont_inherit=True), namespace)
    if last is not None:
        is_quiet = code.rstrip().endswith(";")
        value = eval(compile(ast.Expression(last.value), file_name, "eval", dont_inherit=True), namespace)
        if value is not None and not is_quiet and not shown.is_drawing(value):
            shown.display(value)


def failure_of(problem, file_name):
    line = line_of(problem, file_name)
    kind = type(problem).__name__
    said = str(problem).strip().split("\n", 1)[0][:1000]
    where = f" in line {line}" if line is not None else ""
    text = f"{kind}{where}: {said}" if said else f"{kind}{where}"
    return failure(text, line, trimmed(problem, file_name)[:50_000])


def line_of(problem, file_name):
    if isinstance(problem, SyntaxError) and problem.filename == file_name:
        return problem.lineno
    lines = [number for frame, number in traceback.walk_tb(problem.__traceback__) if frame.f_code.co_filename == file_name]
    return lines[-1] if lines else None


def trimmed(problem, file_name):
    """The traceback as Python writes it, with the step's own lines; those of libraries are counted."""
    parts = []
    for one in chain_of(problem):
        lines, left_out, place = [], 0, ""
        for frame in traceback.extract_tb(one.__traceback__):
            if frame.filename == file_name:
                if left_out:
                    lines.append(f"  … {left_out} more in {place}\n")
                    left_out = 0
                lines.extend(traceback.format_list([frame]))
            elif lines or left_out:
                left_out += 1
                place = library_of(frame.filename)
        if left_out:
            lines.append(f"  … {left_out} more in {place}\n")
        head = "Traceback (most recent call last):\n" if lines else ""
        parts.append(head + "".join(lines) + "".join(traceback.format_exception_only(type(one), one)))
    return "\nThis led to:\n\n".join(parts)


def chain_of(problem):
    chain = [problem]
    while len(chain) < 5:
        before = chain[0].__cause__ or (None if chain[0].__suppress_context__ else chain[0].__context__)
        if before is None or before in chain:
            break
        chain.insert(0, before)
    return chain


def library_of(path):
    parts = path.replace("\\", "/").split("/")
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1]
    return parts[-1]


def killed_by(number):
    """What to say of a process that a signal ended; the zygote asks."""
    if number == signal.SIGKILL:
        return failure("The machine killed its process, most likely because memory ran out.")
    name = signal.Signals(number).name if number in {one.value for one in signal.Signals} else f"signal {number}"
    return failure(f"The process died of {name}, most likely in native code of a library.")


def warm_up():
    """Imports and calls once what most steps need, so that no run pays for it."""
    shown.set_up()
    results.warm_up()
