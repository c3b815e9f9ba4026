import type { Language, SchemaLanguage } from "@rb/ir";
import { inputTypes } from "./format/types.js";
import { jsonataLanguage } from "./jsonata/language.js";

/** What the expressions in a runbook are written in. */
export const runbookLanguages: readonly Language[] = [jsonataLanguage];
/** What the types of inputs in a runbook are written in. */
export const runbookSchemaLanguages: readonly SchemaLanguage[] = [inputTypes];
