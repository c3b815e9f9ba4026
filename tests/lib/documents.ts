/** Documents that tests go over: those of the fixtures, and published ones where they lie beside the checkout. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "@rb/convert";
import type { Bundle } from "@rb/ir";
import { load } from "@rb/loader";
import { root } from "./sources.js";

/** Where published documents lie, if they do. */
export const corpora: string = join(root, "..", "shared", "corpora");

/** Files of our own, in every format. */
export const ownDocuments: readonly string[] = ["bpmn", "cacao", "runbook", "procedures", "bpmn/semantics"].flatMap(
  (folder) => documentsIn(join(root, "fixtures", folder)),
);

/** Other people's files; none where there are no corpora. */
export const publishedDocuments: readonly string[] = [
  "bpmn/soar-workflows",
  "cacao/playbooks/head",
  "cacao/playbooks/history",
  "bpmn/miwg-reference",
].flatMap((folder) => documentsIn(join(corpora, folder)));

/** Every file of our own, also those that are shown to be wrong. */
export const allOwnDocuments: readonly string[] = documentsIn(join(root, "fixtures"), true);

/** Every file of other people's; none where there are no corpora. */
export const allPublishedDocuments: readonly string[] = ["bpmn", "cacao/playbooks"].flatMap((folder) =>
  documentsIn(join(corpora, folder), true),
);

function documentsIn(folder: string, recursive = false): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive, encoding: "utf8" })
    .filter((name) => /\.(?:bpmn|json|yaml)$/.test(name))
    .map((name) => join(folder, name));
}

/** The bundle of a document; undefined for one with errors, which is not converted. */
export async function bundleOf(file: string): Promise<Bundle | undefined> {
  const { bundle, diagnostics } = await load(readFileSync(file, "utf8"), { uri: file });
  return bundle === null || diagnostics.some(({ severity }) => severity === "error") ? undefined : bundle;
}

/** One figure beside the other, for tests that don't ask where figures go. */
export const inOneRow: Place = (figures) => {
  let left = 0;
  const centres = figures.map(({ id, width, height }) => {
    left += width + 60;
    return [id, { x: left - width / 2, y: height / 2 }] as const;
  });
  return { centres: new Map(centres) };
};
