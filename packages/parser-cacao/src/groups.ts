import type { Diagnostic, SourceOrigin } from "@rb/ir";

type Related = NonNullable<Diagnostic["related"]>;

interface Group {
  readonly origin: SourceOrigin;
  readonly report: (origin: SourceOrigin, related: Related) => void;
  readonly others: SourceOrigin[];
}

/** Places that are told beside the first one. */
const mostRelated = 10;

/** Findings that say the same of many places, told as one: at the first, with the others beside it. Nobody reads the same thing fifty times. */
export class Groups {
  private readonly groups = new Map<string, Group>();

  /** `report` is called for the first of each key, once all have been added. */
  add(key: string, origin: SourceOrigin, report: Group["report"]): void {
    const group = this.groups.get(key);
    if (group === undefined) this.groups.set(key, { origin, report, others: [] });
    else if (group.others.length < mostRelated) group.others.push(origin);
  }

  flush(): void {
    for (const { origin, report, others } of this.groups.values()) {
      report(
        origin,
        others.map((other) => ({ message: "Here too.", origin: other })),
      );
    }
    this.groups.clear();
  }
}
