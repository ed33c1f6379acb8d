"""Where the browser for the browser tests is; run as a module, it installs one when it can."""

import os
import shutil
import subprocess
import sys

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """The path of a Chromium on this machine, or None."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def install_browser() -> str | None:
    """Install Debian's chromium when there is none and this user may; None when it cannot be had."""
    if not find_browser() and shutil.which("apt-get") and os.geteuid() == 0:
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "chromium", "fonts-liberation"],
        ):
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    return find_browser()


if __name__ == "__main__":
    if install_browser() is None:
        sys.stderr.write("No Chromium can be had on this machine: the browser tests will be skipped.\n")
        sys.exit(1 if os.environ.get("CI") else 0)
