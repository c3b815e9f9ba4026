/** Characters that nobody sees, or that make others stand elsewhere than they are. Writers give them as escapes, so that what is read is what is there. */
const unseen = /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

export function hasUnseen(text: string): boolean {
  return text.search(unseen) >= 0;
}

export function escapeUnseen(text: string, escaped: (hexadecimal: string) => string): string {
  return text.replace(unseen, (one) => escaped(one.charCodeAt(0).toString(16).padStart(4, "0")));
}

/** For JSON text, and for what is in double quotes in YAML. */
export function unseenAsJson(text: string): string {
  return escapeUnseen(text, (code) => `\\u${code}`);
}
