/** The commands that read a document. */
import type { CommandSpec, OptionSpec } from "../command.js";
import { maxTlpOption } from "../tlp.js";
import { allowOptions, byOption, storeOption } from "./store-options.js";

export const documentOptions: { readonly [name: string]: OptionSpec } = {
  as: {
    type: "text",
    value: "FORMAT",
    choices: ["bpmn", "cacao", "runbook", "graph"],
    describe: "Take the document as this format, whatever it looks like.",
  },
  library: {
    type: "text",
    value: "DIR",
    multiple: true,
    describe: "Look for documents that this one calls, and schemas that it names, in DIR and below. May be repeated.",
  },
  "max-bytes": { type: "number", value: "N", describe: "Accept documents of up to N bytes." },
  "max-depth": { type: "number", value: "N", describe: "Accept up to N levels of nesting (default 64)." },
  "max-nodes": { type: "number", value: "N", describe: "Accept graphs of up to N nodes (default 10000)." },
};

/** Of commands that run a document, or say what a run of it would be. */
export const processOption: { readonly [name: string]: OptionSpec } = {
  process: {
    type: "text",
    value: "NAME",
    describe: "Which process to run, by id or name, where the document has several.",
  },
};

/** Of commands that run a document. */
export const inputOptions: { readonly [name: string]: OptionSpec } = {
  input: {
    type: "text",
    short: "i",
    value: "NAME=VALUE",
    multiple: true,
    describe: "Give an input; JSON if it reads as JSON, else text. May be repeated.",
  },
  inputs: {
    type: "text",
    value: "FILE",
    multiple: true,
    describe: "Take inputs from a JSON or YAML file, FILE or @FILE; NAME=VALUE gives one. May be repeated.",
  },
};

/** Of commands that run a document dry. */
export const atOption: { readonly [name: string]: OptionSpec } = {
  at: { type: "text", value: "TIME", describe: "Dry: as if it began at this time (ISO 8601) instead of now." },
};

export const trustOption: { readonly [name: string]: OptionSpec } = {
  trust: {
    type: "text",
    value: "FILE|DIR",
    multiple: true,
    describe: "Whose signatures count: public keys and certificates in PEM. May be repeated.",
  },
};

export const validate: CommandSpec = {
  name: "validate",
  group: "documents",
  summary: "Check documents and explain what is wrong with them",
  operands: "FILE...",
  minOperands: 1,
  maxOperands: Number.POSITIVE_INFINITY,
  details: [
    "Reads BPMN 2.0 XML, CACAO 2.0 JSON and runbook YAML, whatever the files are called, and reports every mistake with its place and how to mend it. FILE may be a pattern in quotes, or - for standard input.",
    "Exit code: 0 all valid, 1 errors found, 2 a file or the command line could not be used.",
  ],
  options: {
    format: {
      type: "text",
      short: "f",
      value: "FORMAT",
      choices: ["text", "json"],
      describe: "How to report: text (default) or json.",
    },
    strict: { type: "flag", describe: "Let warnings fail as well." },
    quiet: { type: "flag", short: "q", describe: "Say nothing about files that are valid." },
    ...documentOptions,
  },
  examples: [
    ["rb validate playbook.json", "check one file"],
    ["rb validate 'runbooks/**/*.bpmn'", "check many; quotes let rb match the pattern"],
    ["rb validate --format json --strict *.yaml", "for a build: machine-readable, warnings fail"],
    ["curl -s $URL | rb validate -", "check what another program gives"],
  ],
  load: async () => (await import("../commands/validate.js")).validate,
};

const ir: CommandSpec = {
  name: "ir",
  group: "documents",
  summary: "Print the graph that a document becomes, as JSON",
  operands: "FILE",
  minOperands: 1,
  maxOperands: 1,
  details: [
    "Every format becomes the same graph; this prints it, with the place in the document that each part comes from. What is printed can be read again by every command.",
    "Exit code: 0 printed, 1 the document has errors (the graph is still printed if there is one), 2 the file could not be used.",
  ],
  options: {
    canonical: { type: "flag", describe: "In canonical form (RFC 8785), on one line: what the plan hash is made of." },
    ...documentOptions,
  },
  examples: [
    ["rb ir playbook.json", "look at the graph"],
    ["rb ir process.bpmn | jq '.graphs[0].nodes[].id'", "list the ids of its nodes"],
  ],
  load: async () => (await import("../commands/ir.js")).ir,
};

const graph: CommandSpec = {
  name: "graph",
  group: "documents",
  summary: "Draw a document as Mermaid, DOT or SVG",
  operands: "FILE",
  minOperands: 1,
  maxOperands: 1,
  details: [
    "Draws the graph as readers of BPMN know it: circles are events, diamonds gateways, rounded boxes tasks; boxes in boxes are what runs inside of a step. Without --format, the name after --output decides, else it is Mermaid.",
    "An SVG of a document that says where its author drew everything, as BPMN files do, has it all in that place.",
    "Exit code: 0 drawn, 1 the document has errors (what could be read is still drawn) or no usable positions of its own where --layout own wants them, 2 a file could not be used.",
  ],
  options: {
    format: {
      type: "text",
      short: "f",
      value: "FORMAT",
      choices: ["mermaid", "dot", "svg"],
      describe: "mermaid (Markdown draws it), dot (Graphviz), or svg (a picture).",
    },
    output: { type: "text", short: "o", value: "FILE", describe: "Write to FILE instead of standard output." },
    layout: {
      type: "text",
      value: "WHOSE",
      choices: ["auto", "own", "computed"],
      describe:
        "SVG: the document's own positions, computed ones, or auto (default): its own if it has them for everything.",
    },
    direction: {
      type: "text",
      value: "WAY",
      choices: ["right", "down"],
      describe: "Which way flows run: right (default) or down. Own positions are as they are.",
    },
    ...documentOptions,
  },
  examples: [
    ["rb graph playbook.json -o playbook.svg", "a picture"],
    ["rb graph process.bpmn", "Mermaid text, for a README"],
    ["rb graph runbook.yaml -f dot | dot -Tpdf > runbook.pdf", "let Graphviz draw it"],
  ],
  load: async () => (await import("../commands/graph.js")).graph,
};

const convert: CommandSpec = {
  name: "convert",
  group: "documents",
  summary: "Write a document in another format",
  operands: "FILE",
  minOperands: 1,
  maxOperands: 1,
  details: [
    "Writes the graph that a document becomes as a document of another format. What that format has no words for goes into its extensions, or stands in the words of the graph, so that reading the result gives an equivalent graph: one that does the same, whatever its ids are; what can't go there either is reported, each with its place. The report is written to standard error.",
    "Exit code: 0 converted, 1 something was lost (the document is written all the same) or the document has errors or is not made of blocks, where the format has nothing else, 2 a file could not be used.",
  ],
  options: {
    to: {
      type: "text",
      value: "FORMAT",
      choices: ["bpmn", "cacao", "runbook"],
      describe: "What to convert to: bpmn, cacao, runbook.",
    },
    output: { type: "text", short: "o", value: "FILE", describe: "Write to FILE instead of standard output." },
    lossy: { type: "flag", describe: "Let losses pass: exit with 0 although something was lost." },
    json: { type: "flag", describe: "Report as JSON." },
    ...documentOptions,
  },
  examples: [
    ["rb convert playbook.json --to bpmn -o playbook.bpmn", "a diagram to open in any BPMN editor"],
    ["rb convert process.bpmn --to cacao -o playbook.json", "a playbook for any tool of CACAO"],
    [
      "rb convert process.bpmn --to runbook -o process.runbook.yaml",
      "a runbook in YAML, to read and to change by hand",
    ],
    ["rb convert playbook.json --to bpmn --json 2> report.json > playbook.bpmn", "for programs"],
  ],
  load: async () => (await import("../commands/convert.js")).convert,
};

export const plan: CommandSpec = {
  name: "plan",
  group: "documents",
  summary: "Show what a document could do, without running it",
  operands: "FILE",
  minOperands: 1,
  maxOperands: 1,
  details: [
    "Lists the steps in order, what each would ask which executor for, who has to do or approve what, the secrets and inputs it needs, and the plan hash, which is the same on every machine for the same document and inputs. Nothing is run, not even dry.",
    "With --simulate it is also run dry: each step is then pending, skipped, or requires approval or policy, and the outputs are those that are expected.",
    "Exit code: 0 planned, 1 the document has errors or its simulation failed, 2 a file or an input could not be used.",
  ],
  options: {
    ...processOption,
    ...inputOptions,
    simulate: { type: "flag", describe: "Run it dry as well, and say what would become of each step." },
    answers: {
      type: "text",
      value: "FILE",
      describe: "With --simulate: outcomes of steps, approvals, choices and events (JSON or YAML).",
    },
    ...atOption,
    json: { type: "flag", describe: "Print the plan as JSON." },
    output: { type: "text", short: "o", value: "FILE", describe: "Write the plan to FILE as well, as JSON." },
    ...documentOptions,
  },
  examples: [
    ["rb plan playbook.json", "read before you run"],
    ["rb plan playbook.json -i host=web-1 -i severity=3", "with inputs, which are part of the hash"],
    ["rb plan playbook.json --json | jq -r .hash", "the hash alone"],
    ["rb plan playbook.json --simulate -o plan.json", "with what is expected of a run, to keep"],
  ],
  load: async () => (await import("../commands/plan.js")).plan,
};

export const run: CommandSpec = {
  name: "run",
  group: "documents",
  summary: "Run a document: dry unless you ask for more",
  operands: "FILE",
  minOperands: 1,
  maxOperands: 1,
  details: [
    "A dry run goes through the document without touching anything: every action says what it would have done, people are assumed to agree, waits to pass. Where the way depends on something unknown, every way is explored. Give --input and --answers to pin what you know.",
    "With --live, time is real and people's steps are real; every other action is refused, as rb does nothing else by itself; with --allow-scripts, scripts of the document are run as well. A live run is written down in the store before anything is done, and outlives this process: rb show tells where it stands, rb resume takes it up again. It ends here when it is over or waits for somebody, and says what leads on. Ctrl-C cancels it in good order; a second one ends this process only.",
    "Exit code: 0 completed, 1 failed, stuck or waiting, or the document has errors, 2 a file, input or answer could not be used, 130 interrupted.",
  ],
  options: {
    ...processOption,
    ...inputOptions,
    answers: {
      type: "text",
      value: "FILE",
      describe: "Outcomes of steps, approvals, choices and events (JSON or YAML).",
    },
    ...atOption,
    "plan-hash": {
      type: "text",
      value: "HASH",
      describe: "Refuse anything but the plan that rb plan gave this hash.",
    },
    live: { type: "flag", describe: "Run for real instead of dry." },
    "require-signature": {
      type: "flag",
      describe: "Refuse a playbook that nobody named by --trust has signed as it is.",
    },
    ...trustOption,
    ...maxTlpOption,
    ...allowOptions,
    "idempotency-key": {
      type: "text",
      value: "KEY",
      describe: "Live: the same key again starts nothing, and gives the run that it was first used for.",
    },
    "run-title": {
      type: "text",
      value: "TEXT",
      describe: "Live: what the run is called (default: as the document is).",
    },
    tenant: { type: "text", value: "NAME", describe: "Live: whose run it is." },
    label: { type: "text", value: "NAME=VALUE", multiple: true, describe: "Live: a label. May be repeated." },
    ...storeOption,
    ...byOption,
    json: { type: "flag", describe: "Print every record as one line of JSON." },
    "max-records": { type: "number", value: "N", describe: "Stop after N records (default 50000)." },
    "max-iterations": { type: "number", value: "N", describe: "Allow N rounds of one loop (default 1000)." },
    "max-tokens": { type: "number", value: "N", describe: "Allow N things at once (default 2000)." },
    "max-calls": { type: "number", value: "N", describe: "Allow N calls inside each other (default 16)." },
    "max-data": { type: "number", value: "N", describe: "Allow N characters of data (default 33554432)." },
    "max-worlds": { type: "number", value: "N", describe: "Explore up to N other ways (default 256)." },
    ...documentOptions,
  },
  examples: [
    ["rb run playbook.json", "see what it would do"],
    ["rb run playbook.json -i severity=5", "with what is known, fewer ways are open"],
    ["rb run process.bpmn --process Seller", "another of its pools"],
    ["rb run playbook.json --answers answers.yaml", "pin what steps give and people decide"],
    ["rb run playbook.json --live --idempotency-key INC-7", "for real, and only once"],
    ["rb run playbook.json --live --plan-hash sha256:9b1c44…", "for real, and only what was planned"],
    ["rb run playbook.json --require-signature --trust acme.pem", "only if ACME has signed it"],
    ["rb run playbook.json --json | jq 'select(.type == \"result\")'", "for programs"],
  ],
  load: async () => (await import("../commands/run.js")).run,
};

const sign: CommandSpec = {
  name: "sign",
  group: "documents",
  summary: "Sign a CACAO playbook",
  operands: "FILE",
  minOperands: 1,
  maxOperands: 1,
  details: [
    "Adds a signature, as CACAO 2.0 asks for it, to those that are there; all else stays as it is written. The signature has the public key in it, or with --cert the certificates. With --countersign N it goes into the N-th signature, and covers that one too.",
    "The passphrase of an encrypted key comes from --passphrase-file, else from RB_PASSPHRASE of the environment, else a person at the terminal is asked. The key itself is only read.",
    "Exit code: 0 signed, 1 the file is not JSON that can be signed, 2 a file, the key or the command line could not be used.",
  ],
  options: {
    key: { type: "text", short: "k", value: "FILE", describe: "The private key, in PEM. Needed." },
    signee: { type: "text", value: "NAME", describe: "Who signs. Needed." },
    cert: { type: "text", value: "FILE", describe: "The signer's certificate in PEM, and those that certify it." },
    "created-by": { type: "text", value: "ID", describe: "The signer's identity--…, as in STIX." },
    "valid-from": { type: "text", value: "TIME", describe: "From when on the signature counts (ISO 8601)." },
    "valid-until": { type: "text", value: "TIME", describe: "Until when it counts (ISO 8601)." },
    algorithm: {
      type: "text",
      value: "NAME",
      describe: "RS256, PS256, ES256, Ed25519 and so on (default: what the key is for).",
    },
    hash: { type: "text", value: "NAME", describe: "sha-256 (default), sha-384, sha-512." },
    countersign: { type: "number", value: "N", describe: "Countersign the N-th signature." },
    "passphrase-file": { type: "text", value: "FILE", describe: "Where the passphrase of the key is." },
    output: { type: "text", short: "o", value: "FILE", describe: "Write to FILE instead of standard output." },
  },
  examples: [
    ["rb sign playbook.json --key acme.key --signee ACME -o playbook.json", "sign it in place"],
    [
      "rb sign in.json -k acme.key --cert acme.pem --signee ACME --valid-until 2027-01-01 -o out.json",
      "with certificates, for a time",
    ],
  ],
  load: async () => (await import("../commands/sign.js")).sign,
};

const schema: CommandSpec = {
  name: "schema",
  group: "documents",
  summary: "Print the JSON Schema of a format, for editors",
  operands: "KIND",
  minOperands: 1,
  maxOperands: 1,
  details: [
    "KIND is runbook (rb/v1), runbook-v0, task-pack, workflow, cacao, or graph (what rb ir prints). An editor that knows the schema offers the fields, explains them, and marks what is wrong while it is written. A schema can't say everything: rb validate does.",
    "For YAML, most editors take the schema from a first line such as: # yaml-language-server: $schema=runbook.schema.json",
    "Exit code: 0 printed, 2 the command line could not be used.",
  ],
  options: {
    draft: {
      type: "text",
      value: "DRAFT",
      choices: ["2020-12", "draft-07"],
      describe: "Of JSON Schema: 2020-12 (default), or draft-07, which editors know.",
    },
    output: { type: "text", short: "o", value: "FILE", describe: "Write to FILE instead of standard output." },
  },
  examples: [["rb schema runbook --draft draft-07 -o runbook.schema.json", "for an editor"]],
  load: async () => (await import("../commands/schema.js")).schema,
};

const fmt: CommandSpec = {
  name: "fmt",
  group: "documents",
  summary: "Lay runbooks out, each file in its place",
  operands: "FILE...",
  minOperands: 1,
  maxOperands: Number.POSITIVE_INFINITY,
  details: [
    "Puts the fields into the order in which they are taught, and everything else into one form. What the runbook means stays what it is, and comments stay with what they stand beside. FILE may be a pattern in quotes; - reads standard input and writes standard output.",
    "Exit code: 0 laid out (or, with --check, all were), 1 a file is laid out otherwise or is no YAML, 2 a file could not be used.",
  ],
  options: {
    check: { type: "flag", describe: "Write nothing; name the files that are laid out otherwise." },
  },
  examples: [
    ["rb fmt 'runbooks/**/*.runbook.yaml'", "all of them"],
    ["rb fmt --check *.runbook.yaml", "for a build"],
  ],
  load: async () => (await import("../commands/fmt.js")).fmt,
};

export const documentCommands: readonly CommandSpec[] = [validate, plan, run, graph, convert, ir, sign, schema, fmt];
