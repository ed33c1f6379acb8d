#!/usr/bin/env python
"""Run Synergy's commands."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synergy.settings")
    from django.core.management import execute_from_command_line

    from synergy.ops.private_files import keep_new_files_private
    from synergy.ops.startup import settings_or_exit

    keep_new_files_private(*sys.argv[1:2])
    settings_or_exit(2)
    execute_from_command_line(sys.argv)
