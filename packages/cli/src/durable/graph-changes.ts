import type { GraphDiff, GraphPart } from "@rb/store";

/** What differs between two definitions, a line each. */
export function graphChanges({ added, gone, changed }: GraphDiff): readonly string[] {
  if (added.length + gone.length + changed.length === 0) return ["nothing that matters"];
  return [
    ...gone.map((part) => `- ${partText(part)}`),
    ...added.map((part) => `+ ${partText(part)}`),
    ...changed.map((part) => `~ ${partText(part)}: ${part.members.join(", ")}`),
  ];
}

function partText({ what, id, name }: GraphPart): string {
  return `${what} ${name === id ? id : `'${name}' (${id})`}`;
}
