import type { JsonTree } from "./json-tree.js";

/** The members of an object in the order of the text, by name: as a map has them, so that no name can reach a prototype. */
export type Members = ReadonlyMap<string, JsonTree>;

/** Up to here, comparing each name is as fast as asking a map, which takes several times the room. */
const few = 16;

/** Members while they are being read. */
export class OpenMembers {
  private readonly list: JsonTree[] = [];
  private map: Map<string, JsonTree> | undefined;

  get(name: string): JsonTree | undefined {
    return this.map === undefined ? find(this.list, name) : this.map.get(name);
  }

  /** A value whose key is the name of no other. */
  add(value: JsonTree): void {
    if (this.map !== undefined) this.map.set(nameOf(value), value);
    else if (this.list.length < few) this.list.push(value);
    else this.map = new Map([...this.list, value].map((member) => [nameOf(member), member]));
  }

  close(): Members {
    // A list that grew has room to grow on; a copy takes no more than it needs.
    return this.map ?? new FewMembers(this.list.slice());
  }
}

class FewMembers implements Members {
  private readonly list: readonly JsonTree[];

  constructor(list: readonly JsonTree[]) {
    this.list = list;
  }

  get size(): number {
    return this.list.length;
  }

  get(name: string): JsonTree | undefined {
    return find(this.list, name);
  }

  has(name: string): boolean {
    return find(this.list, name) !== undefined;
  }

  forEach(visit: (value: JsonTree, name: string, members: Members) => void): void {
    for (const value of this.list) visit(value, nameOf(value), this);
  }

  keys(): MapIterator<string> {
    return this.list.map(nameOf).values();
  }

  values(): MapIterator<JsonTree> {
    return this.list.values();
  }

  entries(): MapIterator<[string, JsonTree]> {
    return this.list.map((value): [string, JsonTree] => [nameOf(value), value]).values();
  }

  [Symbol.iterator](): MapIterator<[string, JsonTree]> {
    return this.entries();
  }
}

function find(list: readonly JsonTree[], name: string): JsonTree | undefined {
  for (const value of list) if (value.key === name) return value;
  return undefined;
}

function nameOf(value: JsonTree): string {
  return value.key as string;
}
