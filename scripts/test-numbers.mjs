// Prints the numbers of a run of the tests, from the file that vitest's JSON reporter wrote, as one plain line.
import { existsSync, readFileSync } from "node:fs";

const [file] = process.argv.slice(2);
const { passed, failed } = existsSync(file) ? count(JSON.parse(readFileSync(file, "utf8"))) : { passed: 0, failed: 1 };
console.log(`${passed} passed, ${failed} failed`);

/** A file that could not even be loaded has no failed tests; it counts as one. */
function count({ numPassedTests, numFailedTests, testResults }) {
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}
