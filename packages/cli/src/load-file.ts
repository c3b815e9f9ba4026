import type { Diagnostic, DocumentLimits } from "@rb/ir";
import type { Format, Loaded } from "@rb/loader";
import type { Arguments } from "./command.js";
import { linesOf, type SourceLines } from "./diagnostic-text.js";
import { libraryOf } from "./library.js";
import { readSource } from "./read-source.js";

export interface LoadedFile extends Loaded {
  readonly file: string;
  /** Empty when the file could not be used. */
  readonly text: string;
  /** False when the file itself could not be used. */
  readonly readable: boolean;
  /** The text, for showing places in it. */
  readonly sources: SourceLines;
}

/** Reads and loads a file as the options of the command line say. */
export async function loadFile(
  file: string,
  args: Arguments,
  format: Format | undefined = args.text("as") as Format | undefined,
): Promise<LoadedFile> {
  const maxBytes = args.number("max-bytes");
  const source = await readSource(file, maxBytes);
  if ("code" in source) return unusable(file, source);
  const { load } = await import("@rb/loader");
  const limits = documentLimitsOf(args);
  const folders = args.texts("library");
  const library = folders.length === 0 ? {} : await libraryOf(folders, limits);
  const loaded = await load(source.text, { uri: file, limits, ...(format && { format }), ...library });
  const texts = [source, ...(loaded.linked ?? [])].map(({ uri, text }) => [uri, linesOf(text)] as const);
  return { ...loaded, file, text: source.text, readable: true, sources: new Map(texts) };
}

/** A file that can't even be read. */
export function unusable(file: string, diagnostic: Diagnostic): LoadedFile {
  return {
    file,
    text: "",
    readable: false,
    format: null,
    bundle: null,
    diagnostics: [diagnostic],
    languages: { expressions: [], schemas: [] },
    sources: new Map(),
  };
}

/** What a document may be, as the options of the command line say. */
export function documentLimitsOf(args: Arguments): Partial<DocumentLimits> {
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
