"""Splink 5 on the same people: FOLDER batch|compare_records N. In an environment of its own; prints JSON.

`batch` links all queries to all people at once. `compare_records` is for one at a time: it needs
candidates, and gets those of the batch's blocking for nothing.
"""
# ruff: noqa: INP001, S608 - a script; its SQL is made of its own words

import json
import sys
import time
from pathlib import Path

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.realtime import compare_records

COLUMNS = (
    *("unique_id", "household", "role", "first", "middle", "last", "sex", "dob", "edd", "nhs"),
    *("house", "street", "postcode", "former", "aliases"),
)
COMPARED = ("first", "middle", "last", "sex", "dob", "nhs", "house", "postcode")
BLOCKS = (
    *(("first", "last"), ("first", "dob"), ("last", "dob"), ("nhs",), ("postcode", "first")),
    *(("postcode", "last"), ("postcode", "dob"), ("postcode", "house")),
)
SURE = 0.99
Found = dict[str, list[tuple[str, float]]]  # by query: (person, probability), the likeliest first


def settings() -> SettingsCreator:
    """As Splink's own guides advise for people."""
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.NameComparison("first").configure(term_frequency_adjustments=True),
            cl.NameComparison("last").configure(term_frequency_adjustments=True),
            cl.ExactMatch("middle"),
            cl.ExactMatch("sex"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.DamerauLevenshteinAtThresholds("nhs", [1]),
            cl.PostcodeComparison("postcode"),
            cl.ExactMatch("house"),
        ],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in BLOCKS],
        retain_intermediate_calculation_columns=False,
    )


def tables(folder: Path, most: int) -> duckdb.DuckDBPyConnection:
    """People and queries, an empty text as nothing."""
    connection = duckdb.connect()
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in COLUMNS)
    form = f"delim='\t', nullstr='\\N', header=false, quote='', columns={{{types}}}"
    told = ", ".join(f"nullif({column}, '') AS {column}" for column in COMPARED)
    people, queries = folder / "people.tsv", folder / "queries.jsonl"
    connection.execute(f"CREATE TABLE people AS SELECT unique_id, {told} FROM read_csv('{people}', {form})")
    form = f"format='newline_delimited', columns={{'qid': 'INT', 'truth': 'VARCHAR', {types}}}"
    connection.execute(
        f"CREATE TABLE queries AS SELECT 'q' || qid AS unique_id, truth, {told} "
        f"FROM read_json('{queries}', {form}) WHERE qid < {most}"
    )
    return connection


def one_by_one(api: DuckDBAPI, linker: Linker, candidates: Found) -> tuple[Found, list[float]]:
    """Each query against its candidates, as a service would ask; and the milliseconds that each took."""
    model = linker.misc.save_model_to_json()
    for comparison in model["comparisons"]:
        for level in comparison["comparison_levels"]:  # it refuses what it has itself estimated as never
            if "m_probability" in level:
                level["m_probability"] = max(level["m_probability"], 1e-6)
    found, times = {}, []
    for name in ("first", "last"):
        share = f"count(*) / (SELECT count(*) FROM people) AS tf_{name}"
        api._con.execute(f"CREATE TABLE {name}s AS SELECT {name}, {share} FROM people GROUP BY {name}")
    both = "LEFT JOIN firsts USING (first) LEFT JOIN lasts USING (last)"
    for query, rows in candidates.items():
        ids = ", ".join(f"'{person}'" for person, _ in rows)
        held = f"SELECT 'people' AS source_dataset, * FROM people {both} WHERE unique_id IN ({ids})"
        told = f"SELECT 'queries' AS source_dataset, * FROM queries {both} WHERE unique_id = 'q{query}'"
        right, left = (api._con.execute(sql).to_arrow_table() for sql in (held, told))
        start = time.perf_counter()
        compared = compare_records(left, right, model, api, sql_cache_key="one")
        scored = sorted(
            ((row["match_probability"], row["unique_id_r"]) for row in compared.as_record_list()),
            reverse=True,
        )
        times.append((time.perf_counter() - start) * 1000)
        found[query] = [(person, share) for share, person in scored]
    return found, times


def main(folder: Path, way: str, most: int) -> None:
    """Print the answers and how long a query took."""
    api = DuckDBAPI(connection=tables(folder, most))
    people = api.register("people", dataset_display_name="people")
    queries = api.register("queries", dataset_display_name="queries")
    linker = Linker([people, queries], settings(), log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match(
        [block_on("nhs"), block_on("first", "last", "dob")], recall=0.6
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for columns in (("first", "last"), ("dob",), ("postcode", "house")):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    start = time.perf_counter()
    pairs = linker.inference.predict(threshold_match_probability=1e-6)
    table = pairs.physical_name
    side = (
        "CASE WHEN unique_id_l[1] = 'q' THEN (unique_id_l, unique_id_r) ELSE (unique_id_r, unique_id_l) END"
    )
    ranked = f"SELECT {side}, match_probability FROM {table} ORDER BY match_probability DESC"
    rows = api._con.execute(ranked).fetchall()
    times = [(time.perf_counter() - start) * 1000 / most]
    found: Found = {}
    for (query, person), probability in rows:
        if len(found.setdefault(query[1:], [])) < 10:
            found[query[1:]].append((person, probability))
    if way == "compare_records":
        found, times = one_by_one(api, linker, found)
    times.sort()
    told = {"p50_ms": times[len(times) // 2], "p95_ms": times[int(len(times) * 0.95)]}
    print(
        json.dumps({**{name: round(value, 2) for name, value in told.items()}, "found": labelled(api, found)})
    )


def labelled(api: DuckDBAPI, found: Found) -> dict[str, list[tuple[str, str]]]:
    """The likeliest is a match from where 99 in 100 such are right: for that it may see the truth."""
    truth = dict(api._con.execute("SELECT substr(unique_id, 2), truth FROM queries").fetchall())
    firsts = sorted(
        ((rows[0][1], rows[0][0] == truth[query]) for query, rows in found.items() if rows), reverse=True
    )
    sure, right = 2.0, 0
    for number, (probability, is_right) in enumerate(firsts, 1):
        right += is_right
        if right / number >= SURE:
            sure = probability
    return {
        query: [
            (person, "match" if place == 0 and share >= sure else "possible")
            for place, (person, share) in enumerate(rows)
        ]
        for query, rows in found.items()
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
