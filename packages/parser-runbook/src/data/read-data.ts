import { type Diagnostic, documentLimits, type Json, type ParseOptions } from "@rb/ir";
import { readYaml } from "../yaml/read-yaml.js";
import { toJson } from "../yaml/tree.js";

export interface ReadData {
  /** Null also where a mistake keeps the text from being used. */
  readonly value: Json;
  /** Errors only. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a text in YAML or JSON says: plain JSON without tags, aliases or equal keys, no deeper and no longer than a document may be. Never throws. */
export function readData(text: string, { uri, limits }: ParseOptions): ReadData {
  const { root, log } = readYaml(text, uri, { ...documentLimits, ...limits });
  return { value: root === null || log.hasErrors ? null : toJson(root), diagnostics: log.diagnostics };
}
