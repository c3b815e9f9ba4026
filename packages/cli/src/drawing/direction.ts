/** Which way flows run in a picture. */
export type Direction = "right" | "down";
