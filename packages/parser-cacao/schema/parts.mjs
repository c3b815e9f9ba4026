/** A few words to write a schema with. */

export const text = (description, more = {}) => ({ type: "string", description, ...more });
export const truth = (description) => ({ type: "boolean", description });
export const ref = (name, description) => ({ $ref: `#/$defs/${name}`, ...(description && { description }) });
export const list = (items, description, more = {}) => ({ type: "array", items, description, ...more });
export const texts = (description, examples) => list({ type: "string", ...(examples && { examples }) }, description);
export const ids = (description, more = {}) => list(ref("identifier"), description, more);
/** A dictionary: any names, one kind of value. */
export const named = (additionalProperties, description) => ({ type: "object", additionalProperties, description });

/** An object that has these members and no others. The dispatcher has made sure that it is an object. */
export const members = (required, properties, more = {}) => ({
  ...(required.length > 0 && { required }),
  properties,
  additionalProperties: false,
  ...more,
});
export const object = (required, properties, more = {}) => ({
  type: "object",
  ...members(required, properties, more),
});

const isType = (type) => ({ required: ["type"], properties: { type: { const: type } } });

/**
 * The definition that `type` names, and no other: one mistake is then one error. `closed` makes an unknown type an error, else `other`
 * says what objects of unknown types look like.
 */
export function byType(definitions, { closed = false, other } = {}) {
  const types = Object.keys(definitions);
  const unknown = {
    if: { required: ["type"], properties: { type: { type: "string", not: { enum: types } } } },
    then: other,
  };
  return {
    type: "object",
    required: ["type"],
    properties: { type: { type: "string", ...(closed ? { enum: types } : { examples: types }) } },
    allOf: [
      ...Object.entries(definitions).map(([type, definition]) => ({
        if: isType(type),
        then: ref(definition),
      })),
      ...(other ? [unknown] : []),
    ],
  };
}
