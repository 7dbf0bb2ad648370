"""Holds the tables that an engine reads against the lines of `export --format ndjson`, cell by cell:
engines.py sqlite FILE LINES | duckdb|pyarrow|pyspark DIR LINES."""
import datetime
import json
import re
import sys

engine, place, lines = sys.argv[1:]
TABLES = ["postmortems", "timeline", "action_items", "deadlines", "checklist_steps", "process_reviews"]
wanted = {name: [] for name in TABLES}
for line in open(lines, encoding="utf-8"):
    row = json.loads(line)
    wanted[row.pop("table")].append(row)


def rows(table):
    """The rows of a table, each with the names of its columns."""
    if engine == "sqlite":
        base.row_factory = lambda cursor, row: {it[0]: value for it, value in zip(cursor.description, row)}
        return base.execute(f"SELECT * FROM {table} ORDER BY key").fetchall()
    if engine == "duckdb":
        found = base.execute(
            f"SELECT * FROM read_parquet('{place}/table={table}/*/*.parquet', hive_partitioning = true, "
            "hive_types_autocast = false)"
        )
        names = [it[0] for it in found.description]
        return [dict(zip(names, row)) for row in found.fetchall()]
    if engine == "pyspark":
        found = base.read.parquet(f"{place}/table={table}")
        utc = lambda it: it.replace(tzinfo=datetime.timezone.utc) if isinstance(it, datetime.datetime) else it
        return [{name: utc(value) for name, value in it.asDict().items()} for it in found.collect()]
    kind = pyarrow.dataset.partitioning(pyarrow.schema([("repo", pyarrow.string())]), flavor="hive")
    return pyarrow.dataset.dataset(f"{place}/table={table}", partitioning=kind).to_table().to_pylist()


def plain(value, like):
    """A value as JSON says it."""
    if value is None or like is None:
        return value
    if isinstance(value, datetime.datetime):
        assert value.tzinfo is not None, value
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(like, bool):
        assert value in (0, 1), value
        return bool(value)
    if isinstance(like, list) and isinstance(value, str):
        return json.loads(value)
    if engine == "sqlite" and isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", value):
        return value.replace(" ", "T") + "Z"
    return value


if engine == "sqlite":
    import sqlite3

    base = sqlite3.connect(place)
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    base.execute("INSERT INTO postmortems_fts (postmortems_fts) VALUES ('integrity-check')")
elif engine == "duckdb":
    import duckdb

    base = duckdb.connect()
    base.execute("SET TimeZone = 'UTC'")
elif engine == "pyspark":
    import os

    os.environ["TZ"] = "UTC"
    from pyspark.sql import SparkSession

    base = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    base = base.config("spark.sql.session.timeZone", "UTC").config("spark.driver.host", "127.0.0.1")
    base = base.config("spark.driver.bindAddress", "127.0.0.1")
    # A repository may be called `2024`.
    base = base.config("spark.sql.sources.partitionColumnTypeInference.enabled", "false").getOrCreate()
else:
    import pyarrow.dataset

cells = 0
for table in TABLES:
    found = rows(table)
    assert len(found) == len(wanted[table]), (table, len(found), len(wanted[table]))
    key = lambda row: json.dumps([plain(row.get(it), like) for it, like in wanted[table][0].items()], default=str)
    order = (lambda it: it) if engine == "sqlite" else (lambda it: sorted(it, key=key))
    for one, other in zip(order(found), order(wanted[table])):
        for column, value in other.items():
            cells += 1
            assert plain(one[column], value) == value, (table, column, one[column], value)
        more = set(one) - set(other) - {"key", "body", "postmortem_key", "process_review_key", "table"}
        assert not more, (table, more)
        if engine == "sqlite":
            for column, parent, own in [("postmortem_key", "postmortems", "postmortem"), ("process_review_key", "process_reviews", "process_review")]:
                if one.get(own) is not None:
                    (said,) = base.execute(f"SELECT id FROM {parent} WHERE key = ?", [one[column]]).fetchone().values()
                    assert said == one[own], (table, one)
print(cells)
