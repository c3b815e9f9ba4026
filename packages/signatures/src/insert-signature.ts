/** Puts a signature into the text of a playbook. All else stays as it is written: order, indentation, line ends. */
import type { Json } from "@rb/ir";
import { type Extent, locate } from "./json-text.js";
import type { MadeSignature } from "./sign-playbook.js";

/** The text with the signature in it. The text has to be the playbook that was signed, in valid JSON. */
export function insertSignature(text: string, { signature, path }: MadeSignature): string {
  const list = locate(text, path);
  if (list !== null && text[list.start] === "[") return inserted(text, list, path.length, "", signature);
  const owner = locate(text, path.slice(0, -1));
  if (owner === null || text[owner.start] !== "{") throw new SyntaxError("This is not the playbook that was signed.");
  const name = path.at(-1) as string;
  return inserted(
    text,
    owner,
    path.length - 1,
    `${JSON.stringify(name)}: `,
    name === "signatures" ? [signature] : signature,
  );
}

/** `value` as the last thing in the object or list that stands at `extent`, `depth` levels deep. */
function inserted(text: string, { start, end }: Extent, depth: number, label: string, value: Json): string {
  const inside = text.slice(start + 1, end - 1);
  const kept = text.slice(0, start + 1 + inside.trimEnd().length);
  const behind = text.slice(end - 1);
  const isEmpty = inside.trim() === "";
  const unit = /^\ufeff?\s*\{[ \t]*\r?\n([ \t]+)"/.exec(text)?.[1];
  const isBroken = unit !== undefined && (isEmpty || /\n\s*$/.test(inside));
  const comma = isEmpty ? "" : ",";
  if (!isBroken) return `${kept}${comma}${isEmpty ? "" : " "}${label}${JSON.stringify(value)}${behind}`;
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const line = (levels: number): string => `${lineEnd}${unit.repeat(levels)}`;
  const written = JSON.stringify(value, null, unit).replaceAll("\n", line(depth + 1));
  return `${kept}${comma}${line(depth + 1)}${label}${written}${line(depth)}${behind}`;
}
