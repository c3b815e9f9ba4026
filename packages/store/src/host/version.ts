/** What wrote a journal. */
export const version = "0.1.0";
