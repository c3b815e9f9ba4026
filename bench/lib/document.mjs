/**
 * docs/performance.md is written by people and by the benchmark. What the benchmark writes stands between two marks; all else is left alone,
 * so that an explanation outlives the numbers, and one measurement can be repeated without the others.
 */
const begin = (name) => `<!-- measured: ${name} -->`;
const end = (name) => `<!-- end of ${name} -->`;

/** The document with what was measured put in its place. A measurement that the document doesn't show is an error. */
export function withMeasured(document, name, text) {
  const from = document.indexOf(begin(name));
  const to = document.indexOf(end(name), from);
  if (from === -1 || to === -1)
    throw new Error(`The document has no place for '${name}': ${begin(name)} … ${end(name)}`);
  return `${document.slice(0, from + begin(name).length)}\n\n${text}\n\n${document.slice(to)}`;
}
