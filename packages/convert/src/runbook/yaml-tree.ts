/** A document before it is text: members in their order, and no name that means anything by itself. */
export type Yaml = null | boolean | number | string | readonly Yaml[] | Fields;

/** A map. */
export class Fields {
  readonly entries: readonly (readonly [name: string, value: Yaml])[];
  /** Never on one line, however short it is. */
  readonly isOpen: boolean;

  /** What is undefined is left out. */
  constructor(entries: Iterable<readonly [name: string, value: Yaml | undefined]>, isOpen = false) {
    this.entries = [...entries].filter((entry): entry is readonly [string, Yaml] => entry[1] !== undefined);
    this.isOpen = isOpen;
  }
}
