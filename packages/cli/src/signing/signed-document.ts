/** A playbook that is about to be verified or signed: read strictly, as a duplicate member would let two readers see two playbooks. */
import type { Diagnostic, Json, Origin, Position } from "@rb/ir";
import { cliDiagnostics } from "../cli-diagnostics.js";
import { linesOf, type SourceLines } from "../diagnostic-text.js";
import { readSource } from "../read-source.js";

/** Levels of nesting, as in every document. */
const MAX_DEPTH = 64;

export interface SignedDocument {
  readonly file: string;
  readonly text: string;
  readonly value: Json;
  readonly sources: SourceLines;
  /** The place of a JSON Pointer. */
  readonly originOf: (pointer: string) => Origin;
}

/** Why a file can't be used, and whether it could be read at all. */
export interface UnusableDocument {
  readonly file: string;
  readonly problem: Diagnostic;
  readonly isReadable: boolean;
  readonly sources: SourceLines;
}

export async function readSignedDocument(file: string): Promise<SignedDocument | UnusableDocument> {
  const source = await readSource(file);
  return "code" in source
    ? { file, problem: source, isReadable: false, sources: new Map() }
    : asSignedDocument(file, source.text);
}

export async function asSignedDocument(file: string, text: string): Promise<SignedDocument | UnusableDocument> {
  const { readJson } = await import("@rb/loader");
  const read = readJson(text, MAX_DEPTH);
  const sources: SourceLines = new Map([[file, linesOf(text)]]);
  const origin = (pointer: string, start: Position): Origin => ({ kind: "source", uri: file, pointer, start });
  if ("problem" in read) {
    const problem = cliDiagnostics.report("not-json", origin(read.pointer, read.at), { file, problem: read.problem });
    return { file, problem, isReadable: true, sources };
  }
  return { file, text, value: read.value, sources, originOf: (pointer) => origin(pointer, read.at(pointer)) };
}
