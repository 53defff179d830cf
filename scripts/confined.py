#!/usr/bin/env python3
"""Traces every system call of the program: no network, no other program, and nothing written but the output and its staging folder.

usage: confined.py PROGRAM

Needs strace. Ends with 1 and the calls if there were others.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CALLS = "%network,%process,openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,truncate,chmod,fchmodat,mknod,mknodat"
NETWORK = {"socket", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg", "recvfrom", "recvmsg", "getaddrinfo"}
WRITES = {"creat", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat", "rmdir", "truncate", "chmod", "fchmodat", "mknod", "mknodat"}
LINE = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)$")


def trace(program, folder, arguments):
    log = folder / "trace"
    command = ["strace", "-f", "-qq", "-y", "-s", "4096", "-e", f"trace={CALLS}", "-o", str(log), program, *arguments]
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(arguments)}: exit code {done.returncode}\n{done.stderr}")
    calls = log.read_text(errors="replace").splitlines()
    log.unlink()
    return calls


def strangers(calls, folder, allowed):
    """Calls that reach the network, start a program, or write outside `allowed`; and the number of files written."""
    wrong, written, started = [], set(), 0
    for line in calls:
        call = LINE.match(line)
        if call is None or re.search(r"= -1 E(NOENT|EXIST|ACCES|ROFS)\b", line):
            continue
        name, rest = call.groups()
        if name in NETWORK:
            wrong.append(line)
        elif name in ("execve", "execveat"):
            started += 1
        elif name in ("fork", "vfork") or (name in ("clone", "clone3") and "CLONE_THREAD" not in rest):
            wrong.append(line)
        elif name in WRITES or (name in ("open", "openat") and re.search(r"O_(WRONLY|RDWR|CREAT|TMPFILE)", rest)):
            for path in re.findall(r'"((?:[^"\\]|\\.)*)"', rest):
                path = os.path.normpath(os.path.join(folder, path))
                if path == "/dev/null" or path == "/dev/tty":
                    continue
                written.add(path)
                if not any(path == own or path.startswith(own + "/") for own in allowed):
                    wrong.append(line)
    return wrong if started == 1 else [*wrong, f"{started} programs were started"], written


def main(program):
    program = str(pathlib.Path(program).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        out = str(folder / "out")
        staged = [out, out + ".partial"]
        every = [str(ROOT / "fixtures" / below) for below in ("reports", "formats", "bad")]
        commands = [
            (["extract", *every, "--out", "out", "--compare", "--format", "parquet,csv,jsonl", "--keep-text"], staged),
            (["extract", *every, "--out", "out", "--resume"], staged),
            (["extract", *every, "--out", "out", "--append", "--compare"], staged),
            (["compare", "out", "--format", "csv", "--csv-safe"], staged),
            (["findings", "out"], []),
            (["report", "out", "--out", "page.html"], [str(folder / "page.html")]),
            (["diff", "out", "out"], []),
            (["show", str(ROOT / "fixtures/formats/returns-note.docx")], []),
            (["schema"], []),
        ]
        wrong, calls, files = [], 0, set()
        for arguments, allowed in commands:
            made = trace(program, folder, arguments)
            found, written = strangers(made, str(folder), allowed)
            calls, files = calls + len(made), files | written
            wrong += [f"{arguments[0]}: {line}" for line in found]
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(commands)} commands, {calls} system calls traced: no network call, no other program started, {len(files)} paths written, all of them the output or its staging folder")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
