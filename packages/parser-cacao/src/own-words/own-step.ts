/**
 * What rb itself writes beside a step when CACAO has no words for it (docs/conversion.md): members of the graph's part, which count instead
 * of what the step means by itself, and how branches come together. What the workflow says stays the workflow's: which steps there are,
 * their names, and where they lead. It is untrusted as any document is: what has the wrong shape is reported and not used.
 */
import type { JsonTree, ObjectTree } from "../json-tree.js";
import type { Ref } from "../playbook.js";
import { booleanMember, objectMember, stringItems, stringMember } from "../read-members.js";

/** The id of the extension. */
export const ownExtension = "extension-definition--a4dd9d44-1270-53fd-8c78-1a1ace38a6cd";

export interface OwnStep {
  readonly tree: ObjectTree;
  /** Members of the step's node. */
  readonly node: ObjectTree | undefined;
  /** Branches are no instances of their own: what ends in them goes on behind the step. */
  readonly isInline: boolean;
  /** Each branch goes on as the end of the branch around the step would. */
  readonly isTail: boolean;
  /** The gateway in which branches come together. */
  readonly join: ObjectTree | undefined;
  /** What is said of each branch; others only stand there for the format. Undefined: nothing is said. */
  readonly ways: ReadonlyMap<string, ObjectTree> | undefined;
  /** Where ports lead that the format has no word for. */
  readonly exits: ReadonlyMap<string, Ref>;
  /** The port of a member such as `on_failure`, where that is another than usual. */
  readonly ports: ReadonlyMap<string, string>;
  /** What joins count the flows of ports as. */
  readonly slots: ReadonlyMap<string, string>;
  /** Steps besides that belong to the chain of this one. */
  readonly others: readonly Ref[];
  /** The step stands for the entries of its region. */
  readonly isEntries: boolean;
  /** The step's ways are those of the step in front of it. */
  readonly isSpread: boolean;
  /** The step only says to others when its branch is run. */
  readonly isPassed: boolean;
  /** The step is what it waits for. */
  readonly isWait: boolean;
  /** Nothing follows. */
  readonly isAlone: boolean;
}

/** What stands beside the object, unless it is of no use. */
export function ownExtensionOf(owner: ObjectTree, member: string): ObjectTree | undefined {
  const extensions = objectMember(owner, member);
  return extensions === undefined ? undefined : objectMember(extensions, ownExtension);
}

export function readOwnStep(step: ObjectTree): OwnStep | undefined {
  const tree = ownExtensionOf(step, "step_extensions");
  if (tree === undefined) return undefined;
  const node = objectMember(tree, "node");
  const exits = new Map([...texts(tree, "exits")].map(([port, at]) => [port, { id: at.value, at }]));
  const compensation = node === undefined ? undefined : stringMember(node, "compensation");
  const undo = compensation === undefined ? [] : [{ id: compensation.value, at: compensation }];
  return {
    tree,
    node,
    isInline: booleanMember(tree, "inline") === true,
    isTail: booleanMember(tree, "tail") === true,
    join: objectMember(tree, "join"),
    ways: readWays(tree.members.get("ways")),
    exits,
    ports: new Map([...texts(tree, "ports")].map(([name, { value }]) => [name, value])),
    slots: new Map([...texts(tree, "slots")].map(([port, { value }]) => [port, value])),
    others: [...exits.values(), ...undo],
    isEntries: booleanMember(tree, "entries") === true,
    isSpread: booleanMember(tree, "spread") === true,
    isPassed: booleanMember(tree, "passed") === true,
    isWait: node !== undefined && stringMember(node, "kind")?.value === "catch",
    isAlone: booleanMember(tree, "alone") === true,
  };
}

/** The steps with which a region begins, as an extension names them. */
export function entriesOf(region: ObjectTree): readonly Ref[] {
  return stringItems(region, "entries").map((at) => ({ id: at.value, at }));
}

type Text = Extract<JsonTree, { readonly kind: "string" }>;

function texts(tree: ObjectTree, name: string): ReadonlyMap<string, Text> {
  const found = new Map<string, Text>();
  for (const [key, value] of objectMember(tree, name)?.members ?? [])
    if (value.kind === "string") found.set(key, value);
  return found;
}

function readWays(list: JsonTree | undefined): ReadonlyMap<string, ObjectTree> | undefined {
  if (list?.kind !== "array") return undefined;
  const ways = new Map<string, ObjectTree>();
  for (const item of list.items) {
    const branch = item.kind === "object" ? stringMember(item, "branch") : undefined;
    if (item.kind === "object" && branch !== undefined) ways.set(branch.value, item);
  }
  return ways;
}
