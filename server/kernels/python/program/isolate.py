"""Shuts one run's process in: namespaces of its own, no way back to files of others, limits, no new system rights.

The zygote calls `enter_namespaces` in the keeper, and `hide_the_rest`, `limit` and `give_up_rights` in the process that
will run the step, in this order and before the first line of the step's code. Each raises OSError when it can't be had:
then nothing is run.
"""

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys

# As zygote.py: it may be the program itself, and finds what is beside it.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import groups

_libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
_NAMESPACES = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUTS
_ALL_CLONE_NEW = _NAMESPACES | 0x02000000 | 0x00000080

_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_BIND = 1, 2, 4, 4096
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 24, 38
_SECCOMP_MODE_FILTER = 2


def _check(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def _mount(source, target, kind, flags, options=""):
    result = _libc.mount(
        source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode()
    )
    _check(result, f"mount of {target}")


def enter_namespaces():
    """In the keeper: whom it forks next is the first process of a world of its own."""
    user, group = os.geteuid(), os.getegid()
    _check(_libc.unshare(_NAMESPACES), "namespaces")
    for name, text in (("setgroups", "deny"), ("uid_map", f"1000 {user} 1"), ("gid_map", f"1000 {group} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def hide_the_rest(own_folder):
    """Of all runs' folders only its own stays, as /scratch; the artifacts and the list of processes are gone."""
    _mount(own_folder, "/scratch", "", _MS_BIND)
    for place, options in (
        *([(groups.HOME, "size=0,mode=000")] if groups.version() else []),
        ("/runs", "size=0,mode=000"),
        ("/artifacts", "size=0,mode=000"),
        ("/proc", "size=0,mode=000"),
        ("/tmp", "size=256m,mode=700"),
    ):
        _mount("none", place, "tmpfs", _MS_NOSUID | _MS_NODEV, options)
    os.chdir("/scratch")


def limit(memory_mb, cpu_seconds, file_mb):
    """Megabytes are beyond what the process maps already; a file is at most `file_mb` large."""
    mapped = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    for what, most in (
        (resource.RLIMIT_AS, mapped + memory_mb * 1_048_576),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, file_mb * 1_048_576),
        (resource.RLIMIT_NPROC, 64),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def die_with_parent():
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def give_up_rights():
    """No capability is left, none can be had, and what reaches into the kernel or out of the process is refused."""
    for capability in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break
    header = struct.pack("Ii", 0x20080522, 0)
    _check(_libc.capset(header, bytes(24)), "capabilities")
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")
    _check(_libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0), "not dumpable")
    install_filter()
    die_with_parent()


# System calls by number: x86-64 and arm64 as in the kernel's tables.
_REFUSED = {
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
    "pidfd_getfd": (438, 438),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
    "personality": (135, 92),
    "swapon": (167, 224),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "syslog": (103, 116),
}
_CLONE = (56, 220)
_CLONE3 = (435, 435)
_SOCKET = (41, 198)
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_AF_UNIX = 1


def filter_program(machine):
    """The filter as BPF; None where the numbers of this machine's system calls are not known."""
    known = _ARCHITECTURES.get(machine)
    if known is None:
        return None
    column, architecture = known
    steps = []

    def add(code, when_true, when_false, value):
        steps.append(struct.pack("HBBI", code, when_true, when_false, value))

    refuse = _REFUSE | errno.EPERM
    add(_LOAD, 0, 0, 4)
    add(_EQUAL, 1, 0, architecture)
    add(_RETURN, 0, 0, _KILL)
    add(_LOAD, 0, 0, 0)
    if machine == "x86_64":
        # The second table of numbers, for 32-bit pointers, would go round all that follows.
        add(_AT_LEAST, 0, 1, 0x40000000)
        add(_RETURN, 0, 0, refuse)
    for numbers in _REFUSED.values():
        add(_EQUAL, 0, 1, numbers[column])
        add(_RETURN, 0, 0, refuse)
    # Its flags lie in memory, where a filter can't look: the C library falls back to `clone`.
    add(_EQUAL, 0, 1, _CLONE3[column])
    add(_RETURN, 0, 0, _REFUSE | errno.ENOSYS)
    add(_EQUAL, 0, 3, _CLONE[column])
    add(_LOAD, 0, 0, 16)
    add(_ANY_BIT, 0, 1, _ALL_CLONE_NEW)
    add(_RETURN, 0, 0, refuse)
    add(_LOAD, 0, 0, 0)
    add(_EQUAL, 0, 3, _SOCKET[column])
    add(_LOAD, 0, 0, 16)
    add(_EQUAL, 1, 0, _AF_UNIX)
    add(_RETURN, 0, 0, refuse)
    add(_RETURN, 0, 0, _ALLOW)
    return b"".join(steps)


_program = filter_program(platform.machine())
HAS_FILTER = _program is not None


def install_filter():
    if _program is None:
        return
    steps = ctypes.create_string_buffer(_program, len(_program))
    program = struct.pack("HxxxxxxP", len(_program) // 8, ctypes.addressof(steps))
    _check(_libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, program, 0, 0), "system call filter")


def try_walls():
    """Sets up all of it once, with nothing to run: says whether there is a filter, or why it can't be had."""
    name = f"trial-{os.getpid()}"
    groups.make(name)
    keeper = os.fork()
    if keeper == 0:
        groups.enter(name)
        enter_namespaces()
        runner = os.fork()
        if runner == 0:
            groups.limit(name, 64)
            walls = ["filter" if HAS_FILTER else "no filter", *(["memory group"] if groups.version() else [])]
            limit(1024, 10, 1)
            hide_the_rest("/runs")
            give_up_rights()
            os.write(1, ", ".join(walls).encode())
            os._exit(0)
        _, status = os.waitpid(runner, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    _, status = os.waitpid(keeper, 0)
    groups.remove(name)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


if __name__ == "__main__":
    try_walls()
