import { type Graph, parseDateTime } from "@rb/ir";
import type { LoadOptions } from "./load.js";
import { loadOne } from "./load-one.js";
import type { LibraryDocument, Resolve } from "./resolve.js";

interface Entry {
  readonly version: string | undefined;
  readonly document: LibraryDocument;
}

/**
 * A resolver over documents that are at hand: by id and version, and by id alone the latest version. The documents are looked into
 * when something is asked for; what can't be read among them is not there.
 */
export function createLibrary(
  documents: Iterable<LibraryDocument>,
  options: Pick<LoadOptions, "limits"> = {},
): Resolve {
  let index: Promise<ReadonlyMap<string, readonly Entry[]>> | undefined;
  return async ({ id, version }) => {
    index ??= indexed(documents, options);
    const entries = (await index).get(id) ?? [];
    if (version !== undefined) return entries.find((entry) => isVersion(entry.version, version))?.document ?? null;
    return (
      entries.reduce<Entry | null>((latest, entry) => (isLater(entry, latest) ? entry : latest), null)?.document ?? null
    );
  };
}

async function indexed(
  documents: Iterable<LibraryDocument>,
  options: Pick<LoadOptions, "limits">,
): Promise<ReadonlyMap<string, readonly Entry[]>> {
  const entries = new Map<string, Entry[]>();
  for (const document of documents) {
    const { bundle } = await loadOne(document.text, { ...options, ...document });
    for (const graph of bundle?.graphs ?? []) {
      const known = entries.get(graph.id) ?? [];
      known.push({ version: versionOf(graph), document });
      entries.set(graph.id, known);
    }
  }
  return entries;
}

/** What the author says the version is: when it was modified, or a version by name. */
export function versionOf(graph: Graph): string | undefined {
  if (graph.version !== undefined) return graph.version;
  const { modified, version } = graph.meta?.author ?? {};
  if (typeof modified === "string") return modified;
  return typeof version === "string" ? version : undefined;
}

/** Times are the same version however precisely they are written. */
export function isVersion(version: string | undefined, wanted: string): boolean {
  if (version === undefined || version === wanted) return version === wanted;
  const [time, wantedTime] = [parseDateTime(version), parseDateTime(wanted)];
  return time !== null && time === wantedTime;
}

/** Of equal ones the first stays. */
function isLater(entry: Entry, than: Entry | null): boolean {
  if (than === null) return true;
  const [version, other] = [entry.version ?? "", than.version ?? ""];
  const [time, otherTime] = [parseDateTime(version), parseDateTime(other)];
  return time !== null && otherTime !== null ? time > otherTime : version > other;
}
