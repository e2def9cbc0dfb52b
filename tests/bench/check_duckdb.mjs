// DuckDB with one predicate (RE2) for each column, on so many threads. Prints the number of bad fields.
//
// usage: node check_duckdb.mjs PATTERNS.json THREADS FILE
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [patterns, threads, file] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(`${process.cwd()}/`)("@duckdb/node-api");
const text = (value) => `'${value.replaceAll("'", "''")}'`;
const tests = Object.entries(JSON.parse(readFileSync(patterns, "utf8"))).map(
  ([name, pattern]) => `count(*) FILTER ("${name}" <> '' AND NOT regexp_full_match("${name}", ${text(pattern)}))`,
);
const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();
const result = await connection.runAndReadAll(
  `SELECT ${tests.join(" + ")} FROM read_csv(${text(file)}, header = true, all_varchar = true, delim = ',', quote = '"')`,
);
console.log(String(result.getRows()[0][0]));
