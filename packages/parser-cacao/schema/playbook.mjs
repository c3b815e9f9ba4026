/** The structure of a CACAO 2.0 playbook, as JSON Schema: what members there are, of which types. What they mean together is checked elsewhere. */
import { commandDefinitions } from "./commands.mjs";
import { partyDefinitions } from "./parties.mjs";
import { byType, ids, list, members, named, object, ref, text, texts, truth } from "./parts.mjs";
import { stepDefinitions } from "./steps.mjs";
import { activities, playbookTypes, sectors, signatureAlgorithms, tlpLevels, variableTypes } from "./words.mjs";

const uuid = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
const score = (description) => ({ type: "integer", minimum: 0, maximum: 100, description });
const dictionaryOf = (definition, description) => named(ref(definition), description);

const validity = {
  revoked: truth("Its author has withdrawn it."),
  valid_from: ref("timestamp", "From when on it may be used."),
  valid_until: ref("timestamp", "Until when it may be used."),
};

const marking = {
  type: text("The kind of marking."),
  id: ref("identifier"),
  name: text("What people call it."),
  description: text("What it asks."),
  created_by: ref("identifier", "The identity that made it."),
  created: ref("version", "When it was made."),
  ...validity,
  labels: texts("Any labels."),
  external_references: list(ref("external-reference"), "Where more is said about it."),
  marking_extensions: ref("extensions"),
};
const markingOf = (required, own) => members(["created_by", "created", ...required], { ...marking, ...own });

const summary = {
  manual_playbook: "All commands are for people.",
  external_playbooks: "It runs other playbooks.",
  parallel_processing: "It has parallel steps.",
  if_logic: "It has if steps.",
  while_logic: "It has while steps.",
  switch_logic: "It has switch steps.",
  temporal_logic: "Steps have a delay or a timeout.",
  data_markings: "It is marked.",
  digital_signatures: "It is signed.",
  countersigned_signatures: "Its signatures are signed.",
  extensions: "It uses extensions.",
};

const definitions = {
  identifier: text("A type, two hyphens and a UUID.", { pattern: `^[a-z][a-z0-9-]*--${uuid}$` }),
  timestamp: text("RFC 3339 in UTC, such as 2024-05-31T09:00:00.000Z.", {
    pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?Z$",
  }),
  /** Times that tell versions from each other. */
  version: text("RFC 3339 in UTC, to the millisecond.", {
    allOf: [ref("timestamp")],
    pattern: "^[^.]*\\.\\d{3}Z$",
  }),
  variables: {
    ...dictionaryOf("variable", "Variables by name."),
    propertyNames: { pattern: "^__[A-Za-z][A-Za-z0-9_.-]{0,244}__$" },
  },
  variable: object(["type"], {
    type: text("The type of its values.", { examples: variableTypes }),
    description: text("What it holds."),
    value: {
      type: ["string", "null", "object"],
      description: "Its value at the beginning, as a string; an object for a dictionary; null where it isn't known.",
    },
    constant: truth("It never changes. Default: false."),
    external: truth("Whoever starts the playbook gives it. Default: false."),
  }),
  ...stepDefinitions,
  ...commandDefinitions,
  ...partyDefinitions,
  "processing-summary": object(
    [],
    Object.fromEntries(Object.entries(summary).map(([name, description]) => [name, truth(description)])),
  ),
  marking: byType(
    { "marking-tlp": "tlp-marking", "marking-statement": "statement-marking", "marking-iep": "iep-marking" },
    { closed: true },
  ),
  "tlp-marking": markingOf(["tlpv2_level"], {
    tlpv2_level: { type: "string", enum: tlpLevels, description: "The level of the Traffic Light Protocol 2.0." },
  }),
  "statement-marking": markingOf(["statement"], { statement: text("The terms.") }),
  "iep-marking": markingOf(["name"], {
    tlp: text("The level of the Traffic Light Protocol 1."),
    iep_version: { type: "integer", description: "The version of the framework." },
    start_date: ref("timestamp", "From when on it holds."),
    end_date: { description: "Until when it holds." },
    encrypt_in_transit: text("Whether it has to be encrypted on its way."),
    permitted_actions: text("What may be done with it."),
    affected_party_notifications: text("Whether those affected may be told."),
    attribution: text("Whether its source has to be named."),
    unmodified_resale: text("Whether it may be sold."),
  }),
  "extension-definition": object(["type", "name", "created_by", "schema", "version"], {
    type: { type: "string", const: "extension-definition" },
    name: text("What people call it."),
    description: text("What it adds."),
    created_by: ref("identifier", "The identity that made it."),
    schema: text("Its definition, or where that is."),
    version: text("Its version, such as 1.0.0."),
    external_references: list(ref("external-reference"), "Where more is said about it."),
  }),
  signature: object(
    [
      "type",
      "id",
      "created",
      "modified",
      "signee",
      "related_to",
      "related_version",
      "hash_algorithm",
      "algorithm",
      "value",
    ],
    {
      type: { type: "string", const: "jss" },
      id: ref("identifier"),
      created_by: ref("identifier", "The identity that made it."),
      created: ref("version", "When it was made."),
      modified: ref("version", "When this version of it was made."),
      ...validity,
      signee: text("Who signs."),
      related_to: ref("identifier", "The playbook that is signed."),
      related_version: ref("timestamp", "Which version of it: its 'modified'."),
      hash_algorithm: text("What hashes the playbook.", { examples: ["sha-256", "sha-512"] }),
      algorithm: text("What signs the hash.", { examples: signatureAlgorithms }),
      public_key: text("The public key: PEM without header and footer."),
      public_cert_chain: texts("The certificate and those that vouch for it, each as base64 of DER."),
      cert_url: text("Where the certificate is."),
      thumbprint: text("The SHA-256 thumbprint of the certificate, in base64url."),
      value: text("The signature, in base64url."),
      signature: ref("signature", "A signature over this one."),
    },
  ),
};

export const playbookSchema = {
  title: "CACAO 2.0 playbook",
  description: "A security playbook of OASIS CACAO 2.0.",
  ...object(["type", "spec_version", "id", "name", "created_by", "created", "modified", "workflow_start", "workflow"], {
    type: { type: "string", const: "playbook", description: "Always playbook." },
    spec_version: { type: "string", const: "cacao-2.0", description: "The version of the standard." },
    id: ref("identifier", "The same for every version of the playbook."),
    name: text("What people call the playbook."),
    description: text("What the playbook is for."),
    playbook_types: texts("What kinds of operation it serves.", playbookTypes),
    playbook_activities: texts("What it does.", activities),
    playbook_processing_summary: ref("processing-summary", "What a reader has to be able to do to run it."),
    created_by: ref("identifier", "The identity that made it."),
    created: ref("version", "When it was made; the same for every version."),
    modified: ref("version", "When this version was made."),
    ...validity,
    derived_from: ids("Playbooks that it was made from."),
    related_to: ids("Playbooks and other objects that it has to do with."),
    priority: score("1 is the highest, 100 the lowest priority."),
    severity: score("How serious what it answers is, up to 100."),
    impact: score("How much running it may affect, up to 100."),
    industry_sectors: texts("The sectors that it is for.", sectors),
    labels: texts("Any labels."),
    external_references: list(ref("external-reference"), "Where more is said about it."),
    markings: ids("Data markings that hold for it: ids of data_marking_definitions."),
    playbook_variables: ref("variables", "Variables of the whole playbook."),
    workflow_start: ref("identifier", "The start step."),
    workflow_exception: ref("identifier", "The step that a failure leads to that no step handles."),
    workflow: {
      ...dictionaryOf("step", "Steps by id."),
      propertyNames: ref("identifier"),
      minProperties: 1,
    },
    playbook_extensions: ref("extensions"),
    authentication_info_definitions: dictionaryOf("authentication", "How to be let in, by id."),
    agent_definitions: dictionaryOf("party", "Who does things, by id."),
    target_definitions: dictionaryOf("party", "What things are done to, by id."),
    extension_definitions: dictionaryOf("extension-definition", "Extensions that are used, by id."),
    data_marking_definitions: dictionaryOf("marking", "Data markings, by id."),
    signatures: list(ref("signature"), "Signatures over the playbook."),
  }),
  $defs: definitions,
};
