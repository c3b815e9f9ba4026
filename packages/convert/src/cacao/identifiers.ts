/** Identifiers of a playbook: made of names, so that the same graph gives the same document (CACAO 2.0, identifier). */
import { canonicalize, type Json, uuidV5 } from "@rb/ir";

/** Under which playbooks derive their ids from what they contain. */
const namespace = "aa7caf3a-d55a-4e9a-b34e-056215fba56a";
const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const form = new RegExp(`^([a-z][a-z0-9-]*)--(${uuid})$`, "i");

/** The type that an identifier names; undefined for what is none. */
export function typeOfId(id: string): string | undefined {
  return form.exec(id)?.[1];
}

export function playbookId(graphId: string, name: string, types: Json | undefined): string {
  if (typeOfId(graphId) === "playbook") return graphId;
  return `playbook--${uuidV5(namespace, canonicalize({ name, ...(types === undefined ? {} : { playbook_types: types }) }))}`;
}

/** Gives out identifiers, each of them once: the wish itself where it is one of that type. */
export class Identifiers {
  private readonly taken = new Set<string>();
  private readonly root: string;

  constructor(playbook: string) {
    this.root = playbook;
    this.taken.add(uuidOf(playbook));
  }

  fresh(type: string, wish: string): string {
    if (typeOfId(wish) === type && this.take(uuidOf(wish))) return wish;
    for (let copy = 1; ; copy++) {
      const made = uuidV5(namespace, canonicalize([this.root, type, wish, copy]));
      if (this.take(made)) return `${type}--${made}`;
    }
  }

  private take(made: string): boolean {
    if (this.taken.has(made)) return false;
    this.taken.add(made);
    return true;
  }
}

function uuidOf(id: string): string {
  return (form.exec(id)?.[2] ?? id).toLowerCase();
}
