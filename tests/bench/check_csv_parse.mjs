// The same with csv-parse, the other parser for Node. Prints the number of bad fields.
//
// usage: node check_csv_parse.mjs PATTERNS.json FILE
import { createReadStream, readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [patterns, file] = process.argv.slice(2);
const { parse } = createRequire(`${process.cwd()}/`)("csv-parse");
const sources = JSON.parse(readFileSync(patterns, "utf8"));
let tests, bad = 0;
for await (const row of createReadStream(file).pipe(parse())) {
  if (!tests) {
    tests = row.map((name) => new RegExp(`^(?:${sources[name]})$`));
    continue;
  }
  for (let i = 0; i < row.length; i++) if (row[i] !== "" && !tests[i].test(row[i])) bad++;
}
console.log(bad);
