/** A command line to be copied: words that a shell would read otherwise stand in quotes. */
export function commandLine(...words: readonly string[]): string {
  return words.map((word) => (/^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}
