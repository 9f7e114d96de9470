"""A fresh Debian: made once by debootstrap and kept, then booted with its own systemd on a copy that is thrown away.

The booted machine has its own processes, mounts, network and control groups, so its services can't meet the host's.
Knows nothing of the product. Needs root.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tests.servers.process import program, until

ADDRESS: Final = "10.213.78.1"
KEPT: Final = Path(tempfile.gettempdir()) / "contactcenter-install"
ENV: Final = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"}
SYSTEM: Final = Path("/usr/sbin")
IN_CHROOT: Final = """
mount -t proc proc "$1/proc"
printf '#!/bin/sh\\nexit 101\\n' >"$1/usr/sbin/policy-rc.d"
chmod +x "$1/usr/sbin/policy-rc.d"
echo force-unsafe-io >"$1/etc/dpkg/dpkg.cfg.d/fast"
chroot "$1" /bin/sh -euc "$2"
rm "$1/usr/sbin/policy-rc.d" "$1/etc/dpkg/dpkg.cfg.d/fast"
"""
"""Packages don't start their services in a chroot; they do at the boot."""
BOOT: Final = """
set -eu
root=$1 lower=$2 upper=$3 work=$4 given=$5
mount --make-rprivate /
mount -t overlay -o "lowerdir=$lower,upperdir=$upper,workdir=$work" overlay "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
mkdir "$root/dev/pts" "$root/dev/shm" "$root/mnt/given"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
for device in null:3 zero:5 full:7 random:8 urandom:9; do
    mknod -m 666 "$root/dev/${device%:*}" c 1 "${device#*:}"
done
mknod -m 666 "$root/dev/tty" c 5 0
mount --bind "$given" "$root/mnt/given"
mount -o remount,bind,ro "$root/mnt/given"
cd "$root"
pivot_root . media
umount --lazy /media
exec /usr/bin/env -i container=contactcenter-install PATH="$PATH" /lib/systemd/systemd --system
"""
"""A chroot wouldn't do: services with users of their own (PrivateUsers=, as Debian's Redis has) can't start in one."""


def missing() -> list[str]:
    """Return the programs that this machine lacks for it."""
    return [name for name in ("debootstrap", "unshare", "nsenter", "ip") if not (shutil.which(name) or (SYSTEM / name).exists())]


def image(suite: str, commands: list[str]) -> Path:
    """Return the folder of a fresh Debian on which these commands were run; made once for each suite and list."""
    sum_ = hashlib.sha256("\n".join(commands).encode()).hexdigest()
    script = "\n".join(["export DEBIAN_FRONTEND=noninteractive", *commands, "apt-get clean"])

    def prepare(folder: Path) -> None:
        _run("cp", "--archive", "--no-target-directory", str(_fresh(suite)), str(folder))
        _run("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-euc", IN_CHROOT, "sh", str(folder), script)

    return _kept(f"{suite}-{sum_[:8]}", prepare)


def _fresh(suite: str) -> Path:
    return _kept(suite, lambda folder: _run(program("debootstrap", SYSTEM), suite, str(folder)))


def _kept(name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder of this name; if it isn't there, make it under another name first, so that it's never there in half."""
    KEPT.mkdir(mode=0o700, exist_ok=True)
    folder, making = KEPT / name, KEPT / f"{name}.making"
    if not folder.exists():
        shutil.rmtree(making, ignore_errors=True)
        make(making)
        making.rename(folder)
    return folder


def _run(*command: str) -> None:
    env = {**ENV, **{name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}}
    done = subprocess.run(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=3600
    )
    assert done.returncode == 0, f"{command[0]} failed:\n{done.stdout[-4000:]}"


class Machine:
    """``with Machine(image, given) as machine: machine.run("id")``; ``given`` is read-only at ``/mnt/given``."""

    def __init__(self, image: Path, given: Path) -> None:
        self._image, self._given = image, given
        self._folder = Path(tempfile.mkdtemp(prefix="contactcenter-machine-"))
        self._group = ControlGroup(f"contactcenter-install-{os.getpid()}")
        self._process: subprocess.Popen[bytes] | None = None
        self.pid = 0

    def __enter__(self) -> Self:
        try:
            self._group.create()
            self._boot()
        except BaseException:
            self.close()
            raise
        return self

    def _boot(self) -> None:
        places = [self._folder / name for name in ("root", "upper", "work")]
        for place in places:
            place.mkdir()
        self._prepare(places[1])
        root, upper, work = map(str, places)
        kinds = ("--mount", "--pid", "--net", "--uts", "--ipc", "--cgroup")
        given = [root, str(self._image), upper, work, str(self._given)]
        command = ["unshare", *kinds, "--fork", "--kill-child", "sh", "-c", BOOT, "sh", *given]
        with (self._folder / "boot.log").open("wb") as log:
            self._process = subprocess.Popen(command, env=ENV, stdout=log, stderr=log, preexec_fn=self._group.join)
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        booting = self._process
        assert until(lambda: bool(children.read_text()) or booting.poll() is not None), "the machine didn't start"
        assert booting.poll() is None, f"the machine didn't start:\n{(self._folder / 'boot.log').read_text()}"
        self.pid = int(children.read_text())
        assert until(lambda: self._answers() or booting.poll() is not None, seconds=60), self._words("systemd doesn't answer")
        self._connect()
        self.run("systemctl is-system-running --wait || true")

    def _prepare(self, upper: Path) -> None:
        """Give the copy a name of its own and no name server: it can reach nobody."""
        (upper / "etc").mkdir()
        for name, text in (("hostname", "install\n"), ("resolv.conf", ""), ("machine-id", "")):
            (upper / "etc" / name).write_text(text)

    def _connect(self) -> None:
        """Give it one address on a wire that leads nowhere."""
        for words in (
            ("link", "set", "lo", "up"),
            ("link", "add", "eth0", "type", "veth", "peer", "name", "nowhere"),
            ("addr", "add", f"{ADDRESS}/24", "dev", "eth0"),
            ("link", "set", "eth0", "up"),
            ("link", "set", "nowhere", "up"),
        ):
            subprocess.run(["nsenter", f"--net=/proc/{self.pid}/ns/net", program("ip", SYSTEM), *words], check=True, timeout=20)

    def _answers(self) -> bool:
        return self._enter("systemctl show --property=Version", 10).returncode == 0

    def run(self, command: str, *, seconds: float = 180, **env: str) -> str:
        """Run a command there as root; return its output. AssertionError has the output of one that fails."""
        done = self._enter(command, seconds, **env)
        assert done.returncode == 0, f"`{command}` failed on the machine:\n{done.stdout[-6000:]}"
        return done.stdout

    def _enter(self, command: str, seconds: float, **env: str) -> subprocess.CompletedProcess[str]:
        into = ["nsenter", "--target", str(self.pid), "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--root", "--wd"]
        words = [
            *into,
            "/usr/bin/env",
            "-i",
            *(f"{name}={value}" for name, value in {**ENV, **env}.items()),
            "/bin/sh",
            "-euc",
            command,
        ]
        return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=seconds)

    def browser(self, name: str) -> Path:
        """Return a program that starts this browser of the host on the machine's network; it inherits Playwright's pipes."""
        wrapper = self._folder / name
        wrapper.write_text(f'#!/bin/sh\nexec nsenter --net=/proc/{self.pid}/ns/net {program(name)} "$@"\n')
        wrapper.chmod(0o755)
        return wrapper

    def journal(self) -> str:
        """Return what the machine has logged since its boot."""
        return self.run("journalctl --boot --no-pager --output=short-precise")

    def _words(self, fault: str) -> str:
        return f"{fault}:\n{(self._folder / 'boot.log').read_text()[-4000:]}"

    def close(self) -> None:
        """End all its processes; its mounts and network go with them."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)  # --kill-child: the machine's first process, and with it every other
            self._process.wait(20)
        self._group.remove()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class ControlGroup:
    """A control group (version 2) for the machine's systemd, also on a host that uses version 1."""

    def __init__(self, name: str) -> None:
        self._mount = Path(tempfile.mkdtemp(prefix="contactcenter-cgroup-"))
        self._name = name
        self._mounted = False

    @property
    def _folder(self) -> Path:
        return self._mount / self._name

    def join(self) -> None:
        """Put the calling process into it."""
        if not self._mounted:
            raise RuntimeError("the control group isn't there")
        (self._folder / "cgroup.procs").write_text(str(os.getpid()))

    def create(self) -> None:
        subprocess.run(["mount", "-t", "cgroup2", "cgroup2", str(self._mount)], check=True, timeout=20)
        self._mounted = True
        self._folder.mkdir()

    def remove(self) -> None:
        """Remove it with all groups below, once their processes are gone."""
        if self._mounted:
            until(lambda: "populated 0" in (self._folder / "cgroup.events").read_text(), seconds=10)
            for folder, _, _ in os.walk(self._folder, topdown=False):
                Path(folder).rmdir()
            subprocess.run(["umount", str(self._mount)], check=True, timeout=20)
            self._mounted = False
        self._mount.rmdir()
