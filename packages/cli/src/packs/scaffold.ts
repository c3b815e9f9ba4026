/** The files that a pack begins with: valid, and small enough to be read before they are changed. */

/** By path in the pack's directory. */
export function scaffold(name: string): ReadonlyMap<string, string> {
  return new Map([
    ["pack.yaml", pack(name)],
    ["schemas/inputs.schema.json", `${JSON.stringify(inputsSchema(name), null, 2)}\n`],
    ["docs/usage.md", usage(name)],
    [".packignore", "# What stays out of a bundle.\n.git/\n.runbook/\n*.log\nplan.json\n"],
  ]);
}

function pack(name: string): string {
  return `# yaml-language-server: $schema=task-pack.schema.json
# The schema is written by: rb schema task-pack --draft draft-07 -o task-pack.schema.json
apiVersion: stellaops.io/pack.v1
kind: TaskPack
metadata:
  name: ${name}
  version: 0.1.0
  description: What the pack is for.
  tenantVisibility: private
spec:
  inputs:
    - name: target
      type: string
      required: true
      description: What to look at.
      schema: { minLength: 1 }
  approvals:
    - name: review
      grants: [reviewer]
      ttlHours: 24
      message: "Publish what was found about {{ inputs.target }}?"
  steps:
    - id: collect
      type: run
      module: example/collect
      inputs:
        target: "{{ inputs.target }}"
      outputs:
        report: report.json
    - id: review-gate
      type: gate.approval
      approval: review
      dependsOn: [collect]
    - id: publish
      type: run
      module: example/publish
      inputs:
        report: "{{ steps.collect.outputs.report }}"
      dependsOn: [review-gate]
  outputs:
    - name: report
      type: file
      path: "{{ steps.collect.outputs.report }}"
  success:
    message: Published
  failure:
    message: Not published
    retryPolicy: { maxRetries: 1, backoffSeconds: 30 }
`;
}

function inputsSchema(name: string): object {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `Inputs of ${name}`,
    type: "object",
    properties: { target: { type: "string", minLength: 1, description: "What to look at." } },
    required: ["target"],
    additionalProperties: false,
  };
}

function usage(name: string): string {
  return `# ${name}

| input | what |
|---|---|
| \`target\` | what to look at |

    rb pack validate pack.yaml
    rb pack plan pack.yaml --inputs target=web-1
    rb pack run pack.yaml --inputs target=web-1

Whoever holds the grant \`reviewer\` approves before anything is published. The inputs can come from a file as well,
\`--inputs @inputs.json\`; \`schemas/inputs.schema.json\` tells an editor what belongs into it. A pack never reads that file itself:
what holds for an input stands under its \`schema\` in \`pack.yaml\`.
`;
}
