import { type Language, type ParseOptions, type ParseResult, type SchemaLanguage } from "@rb/ir";
/** The expression languages that graphs from CACAO use. */
export declare const cacaoLanguages: readonly Language[];
/** The schema languages that graphs from CACAO use. */
export declare const cacaoSchemaLanguages: readonly SchemaLanguage[];
/**
 * Reads a CACAO 2.0 playbook and lowers it into a graph. Never throws over what the text says: everything wrong with it is
 * among the diagnostics, with its place.
 */
export declare function parseCacao(text: string, options: ParseOptions): ParseResult;
