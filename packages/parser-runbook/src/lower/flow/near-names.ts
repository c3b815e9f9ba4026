/**
 * Names in flows that are probably slips. Nothing has to declare a name there, since who starts a run may give it; so only a name is reported
 * that nothing in the document declares or assigns, and that is nearly one that something does.
 */
import { createSuggester, type Graph, type SourceOrigin } from "@rb/ir";
import type { Log } from "../../log.js";

/** A name that a flow reads. */
export interface NameRead {
  readonly name: string;
  /** Whether it was written as `vars.name`. */
  readonly isMember: boolean;
  readonly origin: SourceOrigin;
}

/** What conditions of loops see (BPMN 2.0.2, 10.3.8). */
const builtIn: readonly string[] = [
  "numberOfInstances",
  "numberOfActiveInstances",
  "numberOfCompletedInstances",
  "numberOfTerminatedInstances",
];
/** Of shorter names every other one is near. */
const shortest = 3;

export function reportNearNames(reads: readonly NameRead[], graphs: readonly Graph[], log: Log): void {
  if (reads.length === 0) return;
  const names = new Set(builtIn);
  // What assigns every member of a value may assign any name.
  if (!collectNames(graphs, names)) return;
  const written = new Map([...names].map((name) => [withoutRoot(name), name]));
  const suggest = createSuggester();
  const hints = new Map<string, string | undefined>();
  for (const { name, isMember, origin } of reads) {
    if (names.has(name) || name.length < shortest) continue;
    if (!hints.has(name)) hints.set(name, written.has(name) ? name : nearTo(name, written, suggest));
    const near = hints.get(name);
    if (near === undefined) continue;
    const meant = written.get(near) as string;
    const hint = isMember && meant === near ? `vars.${near}` : meant;
    log.say("undeclared-name", origin, { name: isMember ? `vars.${name}` : name, hint });
  }
}

function nearTo(
  name: string,
  written: ReadonlyMap<string, string>,
  suggest: ReturnType<typeof createSuggester>,
): string | undefined {
  const others = [...written.keys()].filter((other) => other.length >= shortest && !isVariation(name, other));
  return suggest(name, others);
}

/** `host1` and `host2`, `host` and `hosts` are named alike on purpose. */
function isVariation(a: string, b: string): boolean {
  const [one, other] = [a, b].map((name) => name.replaceAll(/\d/g, "").toLowerCase()) as [string, string];
  return one === `${other}s` || other === `${one}s` || (one === other && /\d/.test(a + b));
}

function withoutRoot(name: string): string {
  return name.replace(/^(?:vars|inputs|secrets)\./, "");
}

type Members = { readonly [member: string]: unknown };

/** All names that the graphs declare and assign; false where that can't be told. */
function collectNames(graphs: readonly Graph[], names: Set<string>): boolean {
  const open: unknown[] = [...graphs];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (Array.isArray(part)) open.push(...part.filter(isObject));
    else if (!collectOwn(part as Members, names)) return false;
    else
      for (const [key, value] of Object.entries(part as Members))
        if (!aside.has(key) && isObject(value)) open.push(value);
  }
  return true;
}

/** Data, and facts about the document. */
const aside: ReadonlySet<string> = new Set(["origin", "meta", "json", "schema", "governance"]);

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function collectOwn(part: Members, names: Set<string>): boolean {
  const { path, from, variables, loop } = part;
  if (Array.isArray(path) && from !== undefined) {
    if (path.length === 0) return false;
    names.add(String(path[0]));
  }
  for (const { name } of (variables ?? []) as readonly { readonly name: string }[]) names.add(name);
  const { item, index } = (loop ?? {}) as { readonly item?: string; readonly index?: string };
  for (const name of [item, index]) if (name !== undefined) names.add(name);
  return true;
}
