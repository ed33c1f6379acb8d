"""Runs one module of this bench on the application in the path, and prints as JSON what it returns."""

import importlib
import json
import sys

import django


def main() -> None:
    name, arguments = sys.argv[1:]
    django.setup()
    # Imported here: models can only be imported after django.setup().
    print(json.dumps(importlib.import_module(f"bench.{name}").run(**json.loads(arguments))))


if __name__ == "__main__":
    main()
