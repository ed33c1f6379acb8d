"""The bare floor of a submission: Django, one view, one table, the same database and the same server settings."""
