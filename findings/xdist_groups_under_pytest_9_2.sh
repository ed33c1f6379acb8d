#!/usr/bin/env bash
# pytest-xdist 3.8.0 with pytest 9.2.0: `--dist loadgroup` no longer keeps a group together.
#
# Six tests carry @pytest.mark.xdist_group("one"). With pytest 8.4.2 one of two workers runs all six, as the
# documentation of xdist says; with pytest 9.2.0 and the same xdist they are shared out over both workers, without a
# warning. Suites that rely on groups for a database, a port or a server of their own then collide now and then.
# Seen: 8.4.2 -> 1 worker, 9.2.0 -> 2 workers.
# Exit code 0: as described. 1: one of the two has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat > "$folder/test_group.py" <<'PYTHON'
import os
import time

import pytest


@pytest.mark.xdist_group("one")
@pytest.mark.parametrize("number", range(6))
def test_of_one_group(number):
    time.sleep(0.2)
    with open(os.environ["SEEN"], "a") as seen:
        seen.write(os.environ["PYTEST_XDIST_WORKER"] + "\n")
PYTHON

workers_with() {  # version of pytest -> number of workers that ran the group
  python3 -m venv "$folder/venv-$1"
  "$folder/venv-$1/bin/pip" install --quiet --disable-pip-version-check "pytest==$1" "pytest-xdist==3.8.0"
  (cd "$folder" && SEEN="$folder/seen-$1" "$folder/venv-$1/bin/python" -m pytest -q -p no:cacheprovider \
    -n 2 --dist loadgroup test_group.py >/dev/null)
  sort -u "$folder/seen-$1" | wc -l
}

before=$(workers_with 8.4.2)
now=$(workers_with 9.2.0)
echo "pytest 8.4.2, xdist 3.8.0: the group ran on $before worker(s)"
echo "pytest 9.2.0, xdist 3.8.0: the group ran on $now worker(s)"
[ "$before" = 1 ] && [ "$now" = 2 ]
