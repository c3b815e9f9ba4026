/**
 * Documents that lie beside runbooks, and are easily taken for one. They are told by their outermost members; whoever gives one is told what
 * it is, and what was probably meant.
 */

/** What a document shows of itself without being parsed. */
export interface Outline {
  /** The outermost members, with their texts. */
  readonly members: ReadonlyMap<string, string>;
  /** Whether something further inside is called `match`: without that, a scenario looks like a runbook. */
  readonly hasMatch: boolean;
}

/** A document that is read by somebody else. */
export interface Neighbour {
  /** For people: "This is …". */
  readonly saw: string;
  readonly help: string;
}

/** A line of YAML with such a key. */
export const matchKey: RegExp = /^[ \t]+(?:-[ \t]+)?match[ \t]*:/;

const message = /^(?:\w+_)?(?:job_(?:request|result|progress|cancel)|heartbeat|handshake|alert)(?:_packet)?$/;

const neighbours: readonly (Neighbour & { readonly is: (outline: Outline) => boolean })[] = [
  {
    saw: "a message between a platform and its workers (CAP)",
    help: "A message is about one job. Give the workflow that asks for it.",
    is: ({ members }) => members.has("protocol_version") && (members.has("trace_id") || members.has("sender_id")),
  },
  {
    saw: "a collection of messages between a platform and its workers (CAP)",
    help: "Messages are about jobs. Give the workflow that asks for them.",
    is: ({ members }) => members.size > 0 && [...members.keys()].every((name) => message.test(name)),
  },
  {
    saw: "a scenario of cli-replay",
    help: "A scenario says what commands answer. Give the runbook that says which are run, and why.",
    is: ({ members, hasMatch }) => hasMatch && members.has("meta") && members.has("steps") && !isNamed(members),
  },
  {
    saw: "a recorded command",
    help: "A recording says what commands answered. Give the runbook that says which are run, and why.",
    is: ({ members }) => members.has("argv") && members.has("exit"),
  },
  {
    saw: "a JSON Schema",
    help: "Give a document that the schema is for. 'rb schema' prints the schemas of what is read here.",
    is: ({ members }) => members.get("$schema")?.includes("json-schema.org") === true,
  },
  {
    saw: "the manifest of a pack",
    help: "A manifest lists what a pack consists of. Give one of its workflows.",
    is: ({ members }) => bare(members.get("kind")) === "Pack" && members.has("apiVersion"),
  },
  {
    saw: "a safety policy",
    help: "Policies decide about jobs. Give the workflow that asks for them.",
    is: ({ members }) =>
      members.has("rules") && ["version", "default_tenant", "default_decision"].some((name) => members.has(name)),
  },
  {
    saw: "a list of worker pools",
    help: "Pools serve topics. Give the workflow whose jobs have these topics.",
    is: ({ members }) => members.has("topics") && members.has("pools"),
  },
];

/** What it is instead of a runbook, playbook or process; undefined where nothing says so. */
export function neighbourOf(outline: Outline): Neighbour | undefined {
  return neighbours.find(({ is }) => is(outline));
}

/** As runbooks and workflows are. */
function isNamed(members: Outline["members"]): boolean {
  return members.has("apiVersion") || members.has("id");
}

function bare(text: string | undefined): string | undefined {
  return text?.replaceAll(/^["']|["']$/g, "");
}
