"""Reckons every figure of `pmrepo stats` again from an export, in SQL that SQLite and DuckDB both run, and says
where one differs: recompute.py sqlite|duckdb TABLES SCHEMA STATS. For sqlite TABLES is what
`export --format sql` or `sqlite` wrote, for duckdb the directory of `ndjson` or `parquet`; SCHEMA is that of the
export."""
import json
import os
import sys

engine, tables, schema, stats = sys.argv[1:]
schema = json.load(open(schema))["$defs"]
stats = json.load(open(stats))
if engine == "sqlite":
    import sqlite3

    base = sqlite3.connect(tables if tables.endswith(".db") else ":memory:")
    if tables.endswith(".sql"):
        base.executescript(open(tables).read())
    seconds = "CAST(strftime('%s', {}) AS INTEGER)".format
else:
    import duckdb

    base = duckdb.connect()
    kinds = {"date": "DATE", "date-time": "TIMESTAMP", "string": "VARCHAR", "array": "VARCHAR[]"}
    kinds |= {"integer": "BIGINT", "boolean": "BOOLEAN"}
    is_parquet = os.path.isdir(f"{tables}/table=postmortems")
    # Times have a zone there: without one every text of them is that of this machine.
    base.execute("SET TimeZone = 'UTC'")
    for name, definition in schema.items():
        if is_parquet:
            base.execute(
                f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{tables}/table={name}/*/*.parquet', "
                "hive_partitioning = true, hive_types_autocast = false)"
            )
            continue
        columns = {
            key: kinds[it.get("format", it["type"][0])]
            for key, it in definition["properties"].items()
            if key != "table"
        }
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM read_json('{tables}/{name}.ndjson', columns={columns})")
    seconds = "CAST(epoch({}) AS BIGINT)".format

month = "CAST(CAST(substr(CAST(p.date AS TEXT), 6, 2) AS INTEGER) + 2 AS INTEGER)"
KEYS = {
    None: "NULL",
    "month": "substr(CAST(p.date AS TEXT), 1, 7)",
    "quarter": f"substr(CAST(p.date AS TEXT), 1, 4) || '-Q' || CAST(CAST(({month} - {month} % 3) / 3 AS INTEGER) AS TEXT)",
    "severity": "p.severity",
}
by = stats["by"]
during = "".join(f" AND p.date {sign} '{day}'" for sign, day in [(">=", stats["since"]), ("<=", stats["until"])] if day)
readable = f"NOT p.confidential AND p.readable{during}"
if by in KEYS:
    base.execute(f"CREATE TABLE cases AS SELECT {KEYS[by]} AS key, p.* FROM postmortems p WHERE {readable}")
else:
    column = {"service": "services", "tag": "tags"}[by]
    each = f"json_each(p.{column}) w" if engine == "sqlite" else f"LATERAL (SELECT unnest(p.{column}) AS value) w"
    many = f"json_array_length(p.{column})" if engine == "sqlite" else f"len(p.{column})"
    base.execute(
        f"CREATE TABLE cases AS SELECT DISTINCT w.value AS key, p.* FROM postmortems p, {each} WHERE {readable} "
        f"UNION ALL SELECT NULL AS key, p.* FROM postmortems p WHERE {readable} AND {many} = 0"
    )

JOIN = "x.repo = c.repo AND x.root = c.root AND x.postmortem = c.id"
PROMISED = "(c.status IS NULL OR c.status <> 'not-required') AND NOT c.adopted AND NOT c.older"
REVIEWED = "c.status IN ('reviewed', 'closed')"
NOW = seconds("c.as_of")


def due(kind):
    return f"""SELECT c.*, x.met_at, x.state, {seconds('x.due_then')} AS due FROM cases c JOIN deadlines x ON {JOIN}
        WHERE {PROMISED} AND x.kind = '{kind}' AND x.due_then IS NOT NULL"""


LATE = f"""SELECT key, CASE WHEN {REVIEWED} THEN {seconds('c.reviewed_at')} - due
    WHEN due < {NOW} THEN {NOW} - due END AS value FROM ({due('reviewed')}) c"""
EXTERNAL = f"""SELECT key, CASE WHEN state = 'met' THEN {seconds('c.met_at')} <= due
    WHEN due < {NOW} THEN FALSE END AS value FROM ({due('external-message')}) c"""
STEPS = f"""SELECT c.key, CASE x.state WHEN 'met' THEN TRUE WHEN 'overdue' THEN FALSE END AS value
    FROM cases c JOIN deadlines x ON {JOIN} WHERE x.kind = 'checklist-step'"""
ITEMS = f"FROM cases c JOIN action_items x ON {JOIN}"
AGREED = "x.state NOT IN ('proposed', 'wont-do')"
DONE = f"""SELECT c.key, CASE WHEN x.state = 'done' THEN {seconds('x.done_at')} <= {seconds('x.policy_due')}
    WHEN {seconds('x.policy_due')} < {NOW} THEN FALSE END AS value {ITEMS}
    WHERE {PROMISED} AND {AGREED} AND x.policy_due IS NOT NULL"""
AGE = f"SELECT c.key, {NOW} - {seconds('c.resolved_at')} AS value {ITEMS} WHERE {AGREED} AND x.state <> 'done'"


def has(*columns):
    what = " AND ".join(f"x.{it} IS NOT NULL" for it in columns)
    return f"SELECT c.key, {what} AS value {ITEMS} WHERE {AGREED}"


def length(start, end, where="TRUE"):
    return f"SELECT key, {seconds(end)} - {seconds(start)} AS value FROM cases c WHERE {where}"


def share(query):
    counted = f"SELECT key, count(*), sum(CASE WHEN value THEN 1 ELSE 0 END) FROM ({query}) v WHERE value IS NOT NULL GROUP BY key"
    return {key: {"rests_on": of, "part": part} for key, of, part in base.execute(counted).fetchall()}


def spread(query, least=0):
    found = {}
    ranked = f"""SELECT key, value, row_number() OVER (PARTITION BY key ORDER BY value) AS place,
        count(*) OVER (PARTITION BY key) AS many FROM ({query}) v WHERE value >= {least}"""
    def rank(hundredths):
        return f"max(CASE WHEN place = (many * {hundredths} + 99 - (many * {hundredths} + 99) % 100) / 100 THEN value END)"
    rows = base.execute(f"SELECT key, max(many), min(value), max(value), {rank(50)}, {rank(90)} FROM ({ranked}) r GROUP BY key").fetchall()
    for key, many, lowest, highest, median, ninetieth in rows:
        enough = many >= 20
        found[key] = {
            "rests_on": many,
            "lowest_seconds": lowest,
            "highest_seconds": highest,
            "median_seconds": median if enough else None,
            "p90_seconds": ninetieth if enough else None,
            "values_seconds": None if enough else [],
        }
    for key, value in base.execute(f"SELECT key, value FROM ({query}) v WHERE value >= {least} ORDER BY value").fetchall():
        if found[key]["values_seconds"] is not None:
            found[key]["values_seconds"].append(value)
    return found


FIGURES = {
    "reviewed-in-time": share(f"SELECT key, value <= 0 AS value FROM ({LATE}) l"),
    "review-late-by": spread(LATE, 1),
    "external-in-time": share(EXTERNAL),
    "steps-done": share(STEPS),
    "items-in-time": share(DONE),
    "open-item-age": spread(AGE),
    "items-with-owner": share(has("owner")),
    "items-with-due": share(has("due")),
    "items-with-ticket": share(has("ticket")),
    "items-complete": share(has("owner", "due", "ticket")),
    "time-to-review": spread(length("c.resolved_at", "c.reviewed_at", REVIEWED)),
    "time-to-detect": spread(length("c.started_at", "c.detected_at")),
    "time-to-mitigate": spread(length("c.started_at", "c.mitigated_at")),
    "time-to-resolve": spread(length("c.started_at", "c.resolved_at")),
}
wrong, numbers, said = [], 0, set()
counts = dict(base.execute("SELECT key, count(*) FROM cases GROUP BY key").fetchall())
for group in stats["groups"]:
    key = group["group"]
    if group["incidents"] != counts.get(key, 0):
        wrong.append((key, "incidents", group["incidents"], counts.get(key, 0)))
    severities = dict(base.execute("SELECT severity, count(*) FROM cases WHERE key IS NOT DISTINCT FROM ? GROUP BY severity", [key]).fetchall())
    if {it["severity"]: it["incidents"] for it in group["severities"]} != severities:
        wrong.append((key, "severities", group["severities"], severities))
    for figure in group["figures"]:
        if figure["kind"] == "unknown":
            continue
        said.add(figure["figure"])
        nothing = {"rests_on": 0, "part": 0} if figure["kind"] == "share" else {"rests_on": 0, "values_seconds": []}
        for name, value in FIGURES[figure["figure"]].get(key, nothing).items():
            numbers += 1
            if figure[name] != value:
                wrong.append((key, figure["figure"], name, figure[name], value))
left = {it["why"]: it["count"] for it in stats["left_out"]}
for why, where in [("confidential", "p.confidential"), ("unreadable", "NOT p.confidential AND NOT p.readable")]:
    (count,) = base.execute(f"SELECT count(*) FROM postmortems p WHERE {where}{during}").fetchone()
    if left.get(why, 0) != count:
        wrong.append((why, left, count))
if set(counts) - {it["group"] for it in stats["groups"]} or (said and said != set(FIGURES)):
    wrong.append(("groups or figures are missing", counts, said))
for it in wrong:
    print(*it)
print(f"{numbers} numbers are equal" if not wrong else f"{len(wrong)} differ")
sys.exit(bool(wrong))
