"""The tables of a PostgreSQL database, each with the query that reads its values in the forms of SQLite.

Both databases take these forms: a UUID as 32 digits, true and false as 1 and 0, moments in UTC with six digits of a
second or none, JSON as text. Rows therefore go from either database into the other.
"""

from dataclasses import dataclass
from typing import Any

from synergy.ops.backups.emptiness import not_kept
from synergy.ops.backups.errors import BackupError

_MOMENT = (
    "to_char({0} AT TIME ZONE 'UTC', CASE WHEN date_trunc('second', {0}) = {0} THEN 'YYYY-MM-DD HH24:MI:SS' "
    "ELSE 'YYYY-MM-DD HH24:MI:SS.US' END)"
)
_FORMS = {
    "smallint": "{0}",
    "integer": "{0}",
    "bigint": "{0}",
    "double precision": "{0}",
    "boolean": "{0}::int",
    "character varying": "{0}",
    "text": "{0}",
    "uuid": "replace({0}::text, '-', '')",
    "date": "{0}::text",
    "jsonb": "{0}::text",
    "timestamp with time zone": _MOMENT,
}
_WHOLE = {"smallint", "integer", "bigint", "boolean"}


@dataclass(frozen=True)
class StoredColumn:
    name: str
    type: str

    @property
    def quoted(self) -> str:
        return quoted(self.name)

    @property
    def is_json(self) -> bool:
        return self.type == "jsonb"

    def value(self, text: str) -> Any:
        """The value that SQLite keeps for one that PostgreSQL wrote as text."""
        if self.type in _WHOLE:
            return int(text)
        return float(text) if self.type == "double precision" else text


@dataclass(frozen=True)
class StoredTable:
    name: str
    columns: tuple[StoredColumn, ...]
    key: tuple[str, ...]
    last_number: int | None = None  # the last one its sequence gave

    @property
    def quoted(self) -> str:
        return quoted(self.name)

    @property
    def names(self) -> str:
        return ", ".join(column.quoted for column in self.columns)

    def query(self) -> str:
        """Read rows in the shared forms, by key: both databases sort so, and the order of writing does not show."""
        forms = ", ".join(_FORMS[column.type].format(column.quoted) for column in self.columns)
        return f"SELECT {forms} FROM {self.quoted} ORDER BY {', '.join(map(self._in_order, self.key))}"

    def _in_order(self, name: str) -> str:
        types = {column.name: column.type for column in self.columns}
        return quoted(name) + (' COLLATE "C"' if types[name] in ("text", "character varying") else "")

    def described(self) -> dict[str, Any]:
        columns = [[column.name, column.type] for column in self.columns]
        return {"name": self.name, "columns": columns, "key": list(self.key), "last_number": self.last_number}


def table_from(described: dict[str, Any]) -> StoredTable:
    """Raises BackupError for a type that this version does not know."""
    columns = tuple(StoredColumn(name, type) for name, type in described["columns"])
    for column in columns:
        if column.type not in _FORMS:
            raise BackupError(f"{described['name']}.{column.name} is of type {column.type}, which backups do not know.")
    return StoredTable(described["name"], columns, tuple(described["key"]), described["last_number"])


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def tables_of(cursor: Any) -> list[StoredTable]:
    """Every table whose rows a backup keeps; the cursor is one of PostgreSQL."""
    columns = _grouped(cursor, _COLUMNS)
    keys = _grouped(cursor, _KEYS)
    numbers = {name: rows[0][0] for name, rows in _grouped(cursor, _NUMBERS).items()}
    return [
        table_from({
            "name": name, "columns": rows, "key": [key for (key,) in keys[name]], "last_number": numbers.get(name),
        })
        for name, rows in columns.items()
        if name not in not_kept()
    ]  # fmt: skip


def _grouped(cursor: Any, sql: str) -> dict[str, list[tuple[Any, ...]]]:
    cursor.execute(sql)
    rows_of: dict[str, list[tuple[Any, ...]]] = {}
    for name, *rest in cursor.fetchall():
        rows_of.setdefault(name, []).append(tuple(rest))
    return rows_of


_COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
ORDER BY c.table_name, c.ordinal_position
"""
_KEYS = """
SELECT c.relname, a.attname
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
WHERE i.indisprimary AND c.relnamespace = current_schema()::regnamespace
ORDER BY c.relname, array_position(i.indkey::int[], a.attnum::int)
"""
_NUMBERS = """
SELECT table_name, pg_sequence_last_value(pg_get_serial_sequence(quote_ident(table_name), column_name)::regclass)
FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'
"""
