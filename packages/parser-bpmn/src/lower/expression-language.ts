/**
 * Which language a text is in. What the text itself says counts first: `=` in front is FEEL, `${…}` and `#{…}` are JUEL. Text without either
 * is in what its `language`, or the `expressionLanguage` of the document, says, if that is FEEL; anything else that they say is not
 * believed, since exporters write anything there, and the text is JUEL. Such text is in the other language where it only makes sense there.
 * jBPM writes conditions as the body of a function, `return x > 3;`: what is returned counts. Text that asks for data by the functions
 * that BPMN adds to XPath is XPath, and written down as FEEL.
 */
import type { CompiledExpr, ExprSyntaxError, Json } from "@rb/ir";
import { feel } from "../feel/feel.js";
import { feelOfXPath } from "../feel/from-xpath.js";
import { type AwkwardNames, awkwardNames, quoteNames } from "../feel/quote-names.js";
import { plainName } from "../feel/tokens.js";
import { juel } from "../juel/juel.js";
import type { Model } from "../model/model.js";
import { attribute, type XmlElement } from "../xml/element.js";

export interface Understood {
  readonly language: string;
  /** What is compiled: without the `=`, and with declared names quoted that need it. */
  readonly text: string;
  /** The variables that it reads for sure. */
  readonly reads: readonly string[];
  /** Its value, where that needs no evaluation. */
  readonly constant?: Json;
}

export type NotUnderstood = ExprSyntaxError;

/** `offset` of what is not understood counts from the start of the given text, where that can be told. */
export function understand(model: Model, element: XmlElement, text: string): Understood | NotUnderstood {
  const lead = /^\s*(?:=|return\s(?=[^;]*;\s*$))?\s*/.exec(text)?.[0] ?? "";
  const rest = text.slice(lead.length).trimEnd();
  const inner = lead.includes("return") ? rest.slice(0, -1).trimEnd() : rest;
  const names = declaredNames(model);
  const shifted = (found: Understood | NotUnderstood): Understood | NotUnderstood =>
    "error" in found && found.offset !== undefined ? { ...found, offset: lead.length + found.offset } : found;
  if (lead.includes("=")) return shifted(inFeel(inner, names));
  if (/^[$#]\{/.test(inner)) return shifted(inJuel(inner));
  const asked = feelOfXPath(inner);
  if (asked !== null) return "error" in asked ? asked : inFeel(asked.text, names);
  const [first, second] = saysFeel(model, element)
    ? [inFeel(inner, names), () => inJuel(inner)]
    : [inJuel(inner), () => inPlainFeel(inner, names)];
  if (!("error" in first)) return first;
  const other = second();
  return "error" in other ? shifted(first) : other;
}

/**
 * The language of the graph that an expression is declared to be in by its name there (`urn:rb:language:<name>`). The host has it or has not;
 * here its text is only carried, unless it is a language of BPMN and doesn't read as one.
 */
export function namedLanguage(element: XmlElement): string | undefined {
  const uri = attribute(element, "language") ?? "";
  const encoded = /^urn:rb:language:([\w.~%-]{1,200})$/.exec(uri)?.[1];
  const name = encoded === undefined ? undefined : decoded(encoded);
  const known = [juel, feel].find((language) => language.name === name);
  return known !== undefined && "error" in known.compile(element.text.trim()) ? undefined : name;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Whether a formal expression is declared to be in FEEL, of any version of DMN. */
export function saysFeel(model: Model, element: XmlElement): boolean {
  const uri = attribute(element, "language") ?? attribute(model.definitions, "expressionLanguage") ?? "";
  return /feel|\/DMN\//i.test(uri);
}

function inJuel(text: string): Understood | NotUnderstood {
  const compiled = juel.compile(text);
  return "error" in compiled ? compiled : { language: juel.name, text, reads: readsOf(compiled) };
}

function readsOf(compiled: CompiledExpr): readonly string[] {
  return compiled.reads ?? [];
}

function inFeel(text: string, names: Names): Understood | NotUnderstood {
  const quoted = quoteNames(text, names.awkward);
  const compiled = feel.compile(quoted);
  if ("error" in compiled) return quoted === text ? compiled : { error: compiled.error };
  const { surely, constant } = compiled;
  return { language: feel.name, text: quoted, reads: surely, ...(constant === undefined ? {} : { constant }) };
}

/** Text that nobody called FEEL: words beside each other are only a name of it where something declares that name, and else just words. */
function inPlainFeel(text: string, names: Names): Understood | NotUnderstood {
  const found = inFeel(text, names);
  if ("error" in found) return found;
  const stranger = found.reads.find((name) => !/^[\w]+$/.test(name) && !names.all.has(name));
  return stranger === undefined ? found : { error: `nothing declares '${stranger}'` };
}

interface Names {
  readonly all: ReadonlySet<string>;
  /** Those that FEEL reads as one name only between backticks. */
  readonly awkward: AwkwardNames;
}

const declaring: ReadonlySet<string> = new Set([
  "dataInput",
  "dataObject",
  "dataOutput",
  "dataStore",
  "dataStoreReference",
  "inputDataItem",
  "outputDataItem",
  "property",
]);
const known = new WeakMap<Model, Names>();

/** The names of the document's data, wherever they are declared. */
function declaredNames(model: Model): Names {
  let names = known.get(model);
  if (names === undefined) {
    const all = new Set<string>();
    for (const element of model.elements) {
      if (declaring.has(element.type)) all.add(plainName(attribute(element, "name") ?? attribute(element, "id") ?? ""));
    }
    names = { all, awkward: awkwardNames(all) };
    known.set(model, names);
  }
  return names;
}
