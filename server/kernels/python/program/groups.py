"""A control group for each run, where the server was given one: memory is counted for all processes of the run together.

The zygote makes the group before it forks and removes it afterwards; the run's keeper enters it before anything else; the
process that will run the step sets its limit once it has read its inputs, and can no longer see it when the walls close.
"""

import os

HOME = "/cgroup"
# Of either version: the limit, what is used now, and the count of what was killed for it.
_FILES = {
    1: ("memory.limit_in_bytes", "memory.usage_in_bytes", "memory.oom_control", "memory.memsw.limit_in_bytes"),
    2: ("memory.max", "memory.current", "memory.events", "memory.swap.max"),
}


def version():
    """1 or 2; 0 where the server has none."""
    if os.path.exists(f"{HOME}/memory.max"):
        return 2
    return 1 if os.path.exists(f"{HOME}/memory.limit_in_bytes") else 0


def make(run):
    """Where it can't be made the run's keeper can't enter it: then nothing is run."""
    if version():
        try:
            os.mkdir(f"{HOME}/{run}")
        except OSError:
            pass


def enter(run):
    if version():
        _write(run, "cgroup.procs", "0")


def limit(run, memory_mb):
    """Beyond what its inputs take; without swapping, which would only make it slow."""
    kind = version()
    if not kind:
        return
    most, now, _, swap = _FILES[kind]
    bytes_ = int(_read(run, now)) + memory_mb * 1_048_576
    _write(run, most, str(bytes_))
    if os.path.exists(f"{HOME}/{run}/{swap}"):
        _write(run, swap, str(bytes_) if kind == 1 else "0")
    if kind == 2:
        _write(run, "memory.oom.group", "1")


def was_exceeded(run):
    """Whether the kernel killed a process of the run for want of memory in its group."""
    kind = version()
    if not kind:
        return False
    try:
        counts = dict(line.split() for line in _read(run, _FILES[kind][2]).splitlines())
    except OSError:
        return False
    return int(counts.get("oom_kill", 0)) > 0


def remove(run):
    try:
        os.rmdir(f"{HOME}/{run}")
    except OSError:
        # Nothing of the run is left in it, or there was none; the server takes away what stays.
        pass


def _read(run, name):
    with open(f"{HOME}/{run}/{name}") as file:
        return file.read()


def _write(run, name, text):
    with open(f"{HOME}/{run}/{name}", "w") as file:
        file.write(text)
