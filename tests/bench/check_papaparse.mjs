// The script that people write for Node: PapaParse and RegExp over every field. Prints the number of bad fields.
//
// usage: node check_papaparse.mjs PATTERNS.json FILE
import { createReadStream, readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [patterns, file] = process.argv.slice(2);
const Papa = createRequire(`${process.cwd()}/`)("papaparse");
const sources = JSON.parse(readFileSync(patterns, "utf8"));
let tests, bad = 0;
Papa.parse(createReadStream(file, { encoding: "utf8" }), {
  skipEmptyLines: true,
  step({ data }) {
    if (!tests) {
      tests = data.map((name) => new RegExp(`^(?:${sources[name]})$`));
      return;
    }
    for (let i = 0; i < data.length; i++) if (data[i] !== "" && !tests[i].test(data[i])) bad++;
  },
  complete: () => console.log(bad),
});
