/** A playbook while it is written: steps, parties, and the variables by which people answer what only they can. */
import { type Flow, type Json, type JsonObject, type NodeId, withoutOrigins } from "@rb/ir";
import type { Account } from "../conversion.js";
import type { Ids } from "../ids.js";
import type { Party } from "./commands.js";
import type { Identifiers } from "./identifiers.js";

/** The id of the extension that holds what CACAO has no words for. */
export const OWN_EXTENSION = "extension-definition--a4dd9d44-1270-53fd-8c78-1a1ace38a6cd";

type Part = Parameters<typeof withoutOrigins>[0];

/** What stands beside a step. */
export interface OwnWords {
  /** Members of the node that the step stands for. */
  node?: Json;
  /** Branches are no instances of their own; what ends in them goes on behind the step. */
  inline?: true;
  /** Each branch goes on as the end of the branch around the step would. */
  tail?: true;
  /** The gateway in which branches come together. */
  join?: Json;
  /** The ways of the step, by branch, in their order; branches that aren't named only stand there for the format. */
  ways?: readonly JsonObject[];
  /** Steps that ports lead to for which the format has no word. */
  exits?: { [port: string]: string };
  /** The port of `on_completion` or `on_failure`, where that is another than usual. */
  ports?: { [member: string]: string };
  /** What joins count the flow of a port as. */
  slots?: { [port: string]: string };
  /** The step stands for the entries of its region. */
  entries?: true;
  /** The step's ways are those of the step in front of it. */
  spread?: true;
  /** The step only says to others when what follows `on_true` is done. */
  passed?: true;
  /** Nothing follows: the step only undoes another. */
  alone?: true;
}

export type StepDraft = { [member: string]: Json };

export class Draft {
  readonly ids: Ids;
  readonly identifiers: Identifiers;
  readonly account: Account;
  readonly steps: Map<string, StepDraft> = new Map();
  readonly agents: Map<string, JsonObject> = new Map();
  readonly targets: Map<string, JsonObject> = new Map();
  /** Variables that people answer by. */
  readonly questions: Map<string, JsonObject> = new Map();
  /** The step of each node that has one. */
  readonly stepOf: Map<NodeId, string> = new Map();
  /** Names of graphs, where the document calls them otherwise. */
  readonly graphNames: ReadonlyMap<string, string>;
  /** Which types variables have to be of. */
  readonly types: ReadonlyMap<string, string>;
  /** What keeps the graph from being written at all. */
  readonly culprits: { readonly flow: Flow; readonly why: string }[] = [];
  usesExtension = false;
  /** Whether the graph was read from a playbook. */
  private readonly isAuthored: boolean;
  private readonly names: Set<string>;
  private readonly copies = new Map<string, number>();
  private person: string | undefined;

  constructor(
    ids: Ids,
    identifiers: Identifiers,
    account: Account,
    known: {
      readonly names: ReadonlySet<string>;
      readonly types: ReadonlyMap<string, string>;
      readonly graphNames: ReadonlyMap<string, string>;
      readonly isAuthored: boolean;
    },
  ) {
    this.ids = ids;
    this.identifiers = identifiers;
    this.account = account;
    this.names = new Set(known.names);
    this.types = known.types;
    this.graphNames = known.graphNames;
    this.isAuthored = known.isAuthored;
  }

  /** Writes the step; what stands beside it is an extension. */
  add(id: string, step: StepDraft, own: OwnWords = {}): void {
    const members = Object.entries(own).filter(([, value]) => value !== undefined);
    const words = Object.fromEntries(members) as JsonObject;
    this.steps.set(id, { ...step, ...(members.length === 0 ? {} : { step_extensions: this.extension(words) }) });
  }

  extension(members: JsonObject): JsonObject {
    this.usesExtension = true;
    return { [OWN_EXTENSION]: { type: "rb-ir", ...members } };
  }

  /** The JSON of a part of the graph, its nodes called as steps are. */
  own(part: Part, value: object): Json {
    return withoutOrigins(part, value);
  }

  /** What another playbook left in the graph, by these names. */
  authored(author: JsonObject | undefined, names: readonly string[]): JsonObject {
    const kept = this.isAuthored ? names.filter((name) => Object.hasOwn(author ?? {}, name)) : [];
    return Object.fromEntries(kept.map((name) => [name, author?.[name] as Json]));
  }

  /** An end step, on which nothing follows. */
  end(wish: string, name?: string, own: OwnWords = {}): string {
    const id = this.identifiers.fresh("end", wish);
    this.add(id, { type: "end", ...(name === undefined ? {} : { name }) }, own);
    return id;
  }

  /** The agent of what people do. */
  someone(): string {
    if (this.person === undefined) {
      this.person = this.identifiers.fresh("individual", "someone");
      this.agents.set(this.person, { type: "individual", name: "Whoever runs the playbook" });
    }
    return this.person;
  }

  /** The party is defined; false where another one of its id is. */
  party(definitions: Map<string, JsonObject>, { id, definition }: Party): boolean {
    const known = definitions.get(id);
    if (known !== undefined) return JSON.stringify(known) === JSON.stringify(definition);
    definitions.set(id, definition);
    return true;
  }

  /** The variable by which people answer a question. */
  question(asked: string): string {
    const words = asked
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .slice(0, 60)
      .replace(/^[^a-z]+/, "")
      .replace(/_+$/, "");
    const base = words === "" ? "way" : words;
    let copy = this.copies.get(base) ?? 0;
    let name = "";
    do name = `__${base}${++copy === 1 ? "" : `_${copy}`}__`;
    while (this.names.has(name));
    this.copies.set(base, copy);
    this.names.add(name);
    this.questions.set(name, { type: "string", description: `The answer to: ${asked}`, external: true });
    return name;
  }
}
