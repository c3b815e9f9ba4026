/**
 * Theory of operation. A document is recognised by what it says, never by what its file is called, and a broken one should still
 * reach the parser that can say what is wrong with it. So nothing is parsed here: three tolerant scanners (one for each notation)
 * look at the outermost level only, in one pass, without recursion, and stop at the first thing that they don't understand.
 */
import type { Format } from "./format.js";
import { matchKey, neighbourOf, type Outline } from "./neighbours.js";

/** A guess, and, when there is none, what was seen instead. */
export interface Detection {
  readonly format: Format | null;
  /** What the document looks like, for people: `XML with the root element <html>`. */
  readonly saw: string;
  /** What was probably meant, where that can be said. */
  readonly help?: string;
}

const BPMN_NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL";

/** The format of a document, or null when it is none that is read here. */
export function detect(text: string): Format | null {
  return inspect(text).format;
}

/** As `detect`, but also says what was seen. */
export function inspect(text: string): Detection {
  const start = skipBlank(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  if (start === text.length) return { format: null, saw: "nothing but white space" };
  const first = text[start];
  if (first === "<") return inspectXml(text, start);
  if (first === "{") return inspectJson(text, start);
  if (first === "[") return { format: null, saw: "a JSON list" };
  return inspectYaml(text, start);
}

function inspectXml(text: string, start: number): Detection {
  const root = rootTag(text, start);
  if (root === null) return { format: null, saw: "XML without a root element" };
  const local = root.name.slice(root.name.indexOf(":") + 1);
  if (local === "definitions" || root.tag.includes(BPMN_NAMESPACE)) return { format: "bpmn", saw: "BPMN" };
  return { format: null, saw: `XML with the root element <${clip(root.name)}>` };
}

/** The first start tag after declaration, comments, processing instructions and document type. */
function rootTag(text: string, start: number): { readonly name: string; readonly tag: string } | null {
  let at = start;
  while (at < text.length) {
    if (text.startsWith("<?", at)) at = after(text, "?>", at);
    else if (text.startsWith("<!--", at)) at = after(text, "-->", at);
    else if (text.startsWith("<!", at)) at = afterDocumentType(text, at);
    else break;
    at = skipBlank(text, at);
  }
  const name = /[^\s<>/=]+/y;
  name.lastIndex = at + 1;
  const found = text[at] === "<" ? name.exec(text) : null;
  if (found === null) return null;
  const end = text.indexOf(">", at);
  return { name: found[0], tag: text.slice(at, end < 0 ? undefined : end) };
}

function afterDocumentType(text: string, at: number): number {
  const close = text.indexOf(">", at);
  const subset = text.indexOf("[", at);
  if (close < 0) return text.length;
  if (subset < 0 || subset > close) return close + 1;
  const end = text.indexOf("]", subset);
  return end < 0 ? text.length : after(text, ">", end);
}

function inspectJson(text: string, start: number): Detection {
  const members = jsonMembers(text, start);
  const [type, specVersion] = [members.get("type"), members.get("spec_version")];
  const isPlaybook = type === "playbook" || type === "playbook-template" || specVersion?.startsWith("cacao");
  if (isPlaybook) return { format: "cacao", saw: "CACAO" };
  if (members.has("graphs") && members.has("main")) return { format: "graph", saw: "an rb graph" };
  return runbookOr("a JSON object", { members, hasMatch: false });
}

/** The outermost members of a JSON object with their text values (others as ""), as far as the text can be followed. */
function jsonMembers(text: string, start: number): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  let depth = 0;
  let key: string | null = null;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") {
      depth--;
      if (depth === 0) break;
    } else if (character === '"') {
      const end = endOfString(text, at);
      if (depth === 1) {
        const value = text.slice(at + 1, end);
        if (text[skipBlank(text, end + 1)] === ":") {
          key = value;
          members.set(key, "");
        } else if (key !== null) members.set(key, value);
      }
      at = end;
    } else if (character === "," && depth === 1) key = null;
  }
  return members;
}

function endOfString(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

/** A mapping key at the left margin, and what stands beside it. */
const yamlKey = /^(?:"([^"\\]{1,200})"|'([^']{1,200})'|([A-Za-z_$][\w.$-]{0,200}))[ \t]*:(?:[ \t]+(.*))?$/;

function inspectYaml(text: string, start: number): Detection {
  const members = new Map<string, string>();
  let hasMatch = false;
  for (const line of linesFrom(text, start)) {
    if ((line.startsWith("---") || line.startsWith("...")) && members.size > 0) break;
    const found = yamlKey.exec(line);
    const key = found?.[1] ?? found?.[2] ?? found?.[3];
    if (key !== undefined) members.set(key, (found?.[4] ?? "").trim());
    hasMatch ||= matchKey.test(line);
  }
  if (members.size === 0) return { format: null, saw: "plain text" };
  return runbookOr("YAML", { members, hasMatch });
}

/** Lines without their ends; long ones are cut, since a key stands at the beginning. */
function* linesFrom(text: string, start: number): Generator<string> {
  let at = start;
  while (at < text.length) {
    const end = text.indexOf("\n", at);
    const stop = end < 0 ? text.length : end;
    yield text.slice(at, Math.min(stop, at + 400)).trimEnd();
    at = stop + 1;
  }
}

function runbookOr(what: string, outline: Outline): Detection {
  const neighbour = neighbourOf(outline);
  if (neighbour !== undefined) return { format: null, saw: neighbour.saw, help: neighbour.help };
  if (isRunbook(outline.members)) return { format: "runbook", saw: "a runbook" };
  return { format: null, saw: describeMembers(what, outline.members) };
}

/** Every dialect of runbooks names its version (`apiVersion`) or at least has steps. */
function isRunbook(members: ReadonlyMap<string, string>): boolean {
  return members.has("apiVersion") || members.has("steps");
}

function describeMembers(what: string, members: ReadonlyMap<string, string>): string {
  const names = [...members.keys()].slice(0, 4).map((name) => `'${clip(name)}'`);
  return names.length === 0 ? `${what} without members` : `${what} with ${names.join(", ")}`;
}

function clip(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

function skipBlank(text: string, from: number): number {
  const blank = /\s*/y;
  blank.lastIndex = from;
  blank.exec(text);
  return blank.lastIndex;
}
