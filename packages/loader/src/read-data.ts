import type { Diagnostic, Json, ParseOptions } from "@rb/ir";

/** What reading data came to. */
export interface DataRead {
  /** Null also where a mistake keeps the text from being used. */
  readonly value: Json;
  /** Errors only. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads data that goes with a document, such as inputs: YAML or JSON, as strictly as documents are read. */
export async function readData(text: string, options: ParseOptions): Promise<DataRead> {
  const { readData: read } = await import("@rb/parser-runbook/data");
  return read(text, options);
}
