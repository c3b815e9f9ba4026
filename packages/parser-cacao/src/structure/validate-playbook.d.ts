/** What a keyword of the schema found wrong. */
export interface StructureError {
  /** RFC 6901: of the value that is wrong; for a member that is missing, or shouldn't be there, of its object. */
  readonly instancePath: string;
  readonly keyword: string;
  /** Only for the parts of an `anyOf`, which says itself that none of them holds. */
  readonly schemaPath?: string;
  readonly params: {
    readonly type?: string;
    readonly missingProperty?: string;
    readonly additionalProperty?: string;
    readonly propertyName?: string;
    readonly limit?: number;
  };
}

/** Whether a value has the structure of a playbook; where not, `errors` says why until the next call. */
export const validate: {
  (value: unknown): boolean;
  errors?: readonly StructureError[] | null;
};

/** The members that each kind of object has, by its type; kinds without types have them under the empty name. */
export const members: { readonly [kind: string]: { readonly [type: string]: readonly string[] } };

/** The words of the open vocabularies, by the member that they are for. */
export const words: { readonly [member: string]: readonly string[] };
