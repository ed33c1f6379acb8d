"""An installation without data on the database of this process."""

from bench.installations import database, install


def run() -> str:
    install()
    return database()
