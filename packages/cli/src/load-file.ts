import type { Diagnostic, DocumentLimits } from "@rb/ir";
import type { Format, Loaded } from "@rb/loader";
import type { Arguments } from "./command.js";
import { linesOf, type SourceLines } from "./diagnostic-text.js";
import { readSource } from "./read-source.js";

export interface LoadedFile extends Loaded {
  readonly file: string;
  /** False when the file itself could not be used. */
  readonly readable: boolean;
  /** The text, for showing places in it. */
  readonly sources: SourceLines;
}

/** Reads and loads a file as the options of the command line say. */
export async function loadFile(file: string, args: Arguments): Promise<LoadedFile> {
  const maxBytes = args.number("max-bytes");
  const source = await readSource(file, maxBytes);
  if ("code" in source) return unusable(file, source);
  const { load } = await import("@rb/loader");
  const format = args.text("as") as Format | undefined;
  const loaded = await load(source.text, { uri: file, limits: limitsOf(args), ...(format && { format }) });
  return { ...loaded, file, readable: true, sources: new Map([[file, linesOf(source.text)]]) };
}

/** A file that can't even be read. */
export function unusable(file: string, diagnostic: Diagnostic): LoadedFile {
  return {
    file,
    readable: false,
    format: null,
    bundle: null,
    diagnostics: [diagnostic],
    languages: { expressions: [], schemas: [] },
    sources: new Map(),
  };
}

function limitsOf(args: Arguments): Partial<DocumentLimits> {
  const limits: { -readonly [L in keyof DocumentLimits]?: number } = {};
  const set = (limit: keyof DocumentLimits, option: string): void => {
    const value = args.number(option);
    if (value !== undefined) limits[limit] = value;
  };
  set("maxBytes", "max-bytes");
  set("maxDepth", "max-depth");
  set("maxNodes", "max-nodes");
  return limits;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
