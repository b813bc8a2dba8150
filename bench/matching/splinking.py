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
    form = f"format='newline_delimited', columns={{'qid': 'INT', {types}}}"
    connection.execute(
        f"CREATE TABLE queries AS SELECT 'q' || qid AS unique_id, {told} FROM read_json('{queries}', {form}) "
        f"WHERE qid < {most}"
    )
    return connection


def one_by_one(
    api: DuckDBAPI, linker: Linker, candidates: dict[str, list[tuple[str, str]]]
) -> tuple[dict[str, list[tuple[str, str]]], list[float]]:
    """Each query against its candidates, as a service would ask; and the milliseconds that each took."""
    model = linker.misc.save_model_to_json()
    found, times = {}, []
    for query, rows in candidates.items():
        ids = ", ".join(f"'{person}'" for person, _ in rows)
        right = api._con.execute(
            f"SELECT 'people' AS source_dataset, * FROM people WHERE unique_id IN ({ids})"
        ).to_arrow_table()
        left = api._con.execute(
            f"SELECT 'queries' AS source_dataset, * FROM queries WHERE unique_id = 'q{query}'"
        ).to_arrow_table()
        start = time.perf_counter()
        compared = compare_records(left, right, model, api, sql_cache_key="one")
        scored = sorted(
            ((row["match_probability"], row["unique_id_r"]) for row in compared.as_record_dict()),
            reverse=True,
        )
        times.append((time.perf_counter() - start) * 1000)
        found[query] = [(person, "match" if share >= SURE else "possible") for share, person in scored]
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
    found: dict[str, list[tuple[str, str]]] = {}
    for (query, person), probability in rows:
        if len(found.setdefault(query[1:], [])) < 10:
            found[query[1:]].append((person, "match" if probability >= SURE else "possible"))
    if way == "compare_records":
        found, times = one_by_one(api, linker, found)
    times.sort()
    told = {"p50_ms": times[len(times) // 2], "p95_ms": times[int(len(times) * 0.95)]}
    print(json.dumps({**{name: round(value, 2) for name, value in told.items()}, "found": found}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
