import { type Diagnostic, type Json, sourceOf } from "@rb/ir";

/** A diagnostic for programs: the place flat, absent members absent. Documented in docs/cli.md. */
export function diagnosticJson({ code, severity, message, help, spec, origin, related }: Diagnostic): Json {
  return {
    code,
    severity,
    message,
    ...(help === undefined ? {} : { help }),
    ...(spec === undefined ? {} : { spec }),
    ...placeJson(origin),
    ...(related === undefined
      ? {}
      : { related: related.map((one) => ({ message: one.message, ...placeJson(one.origin) })) }),
  };
}

function placeJson(origin: Diagnostic["origin"]): { readonly [name: string]: Json } {
  const { uri, pointer, start, end, construct } = sourceOf(origin);
  return {
    file: uri,
    line: start.line,
    column: start.column,
    ...(end === undefined ? {} : { endLine: end.line, endColumn: end.column }),
    pointer,
    ...(construct === undefined ? {} : { construct }),
  };
}
