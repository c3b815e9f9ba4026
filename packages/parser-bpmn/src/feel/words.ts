/** Words that no name can begin with, or contain without backticks. */
export const keywords: ReadonlySet<string> = new Set([
  "and",
  "between",
  "else",
  "every",
  "false",
  "for",
  "function",
  "if",
  "in",
  "null",
  "or",
  "return",
  "satisfies",
  "some",
  "then",
  "true",
]);

/** Names of the language that contain keywords, word by word. */
export const namesWithKeywords: readonly (readonly string[])[] = [
  "date and time",
  "days and time duration",
  "get or else",
  "years and months duration",
].map((name) => name.split(" "));

/** More words than any name has that a person wrote. */
export const maxWords = 16;
