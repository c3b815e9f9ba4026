/** What a model's trace says: entries such as `enter:Flow_1:A`, in order. */

/** One expected run. */
export interface TokenSimulationTest {
  readonly name: string;
  readonly file: string;
  /** The element that is triggered. */
  readonly start: string;
  readonly trace: readonly string[];
}

/** A trace, read: what has to be compared, and what the world did. */
export interface ExpectedTrace {
  /** `enter:` and `exit:` entries, without their scopes. */
  readonly entries: readonly string[];
  /** The elements that were triggered, in order. */
  readonly triggered: readonly string[];
  /** For each element, and each time that it was left: where tokens appeared right then. */
  readonly ways: ReadonlyMap<string, readonly ReadonlySet<string>[]>;
}

export function readTrace(trace: readonly string[]): ExpectedTrace {
  const entries: string[] = [];
  const triggered: string[] = [];
  const ways = new Map<string, Set<string>[]>();
  let left: Set<string> | null = null;
  for (const line of trace) {
    const [action = "", element = ""] = line.split(":");
    if (action === "enter" || action === "exit") entries.push(`${action}:${element}`);
    if (action === "signal") triggered.push(element);
    if (action === "exit") {
      left = new Set();
      ways.set(element, [...(ways.get(element) ?? []), left]);
    } else if (action === "createScope") left?.add(element);
    else left = null;
  }
  return { entries, triggered, ways };
}
