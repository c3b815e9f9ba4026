/**
 * A CACAO playbook of any number of steps, as people write them: cases of ten steps, one after the other. Each is looked at by a person, read by two
 * commands on a host, decided, perhaps blocked over HTTP, and told to others side by side.
 */
const stepsOfCase = 10;
/** A step with two commands is two actions. */
const actionsOfCase = 6;

export const actionsIn = (steps) => (steps / stepsOfCase) * actionsOfCase;

const idOf = (kind, number) => `${kind}--00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const analyst = idOf("individual", 1);
const gateway = idOf("ssh", 2);
const host = idOf("net-address", 3);
const start = idOf("start", 4);
const end = idOf("end", 5);

/** `number` is that of the first step; the case goes on with the step `next`. */
function caseOf(number, next) {
  const id = (kind, index) => idOf(kind, number + index);
  const address = "__address__:value";
  return [
    [
      id("action", 0),
      {
        type: "action",
        name: `Look at alert ${number}`,
        description: `Decide whether alert ${number} is worth a case.`,
        on_completion: id("action", 1),
        commands: [{ type: "manual", command: `Open alert ${number} and note its address.` }],
        agent: analyst,
        out_args: ["__address__"],
      },
    ],
    [
      id("action", 1),
      {
        type: "action",
        name: `Collect what alert ${number} left`,
        timeout: 60_000,
        on_completion: id("if-condition", 2),
        commands: [
          { type: "bash", description: "Open connections", command: `ss -tnp dst ${address}` },
          { type: "bash", command: `journalctl --since -1h --grep ${address}` },
        ],
        agent: gateway,
        targets: [host],
        in_args: ["__address__"],
      },
    ],
    [
      id("if-condition", 2),
      {
        type: "if-condition",
        name: "Is it hostile?",
        condition: "__hostile__:value = 'true'",
        on_completion: id("parallel", 5),
        on_true: id("action", 3),
      },
    ],
    [
      id("action", 3),
      {
        type: "action",
        name: "Block the address",
        on_completion: id("end", 4),
        commands: [
          {
            type: "http-api",
            command: "POST /api/v1/blocks HTTP/1.1",
            headers: { "Content-Type": ["application/json"] },
            content: `{"address": "${address}"}`,
          },
        ],
        agent: gateway,
        targets: [host],
      },
    ],
    [id("end", 4), { type: "end" }],
    [
      id("parallel", 5),
      {
        type: "parallel",
        name: "Tell everybody",
        next_steps: [id("action", 6), id("action", 8)],
        on_completion: next,
      },
    ],
    [id("action", 6), told("Tell the owner", `Write to the owner of ${address}.`, id("end", 7))],
    [id("end", 7), { type: "end" }],
    [id("action", 8), told("Open a ticket", "Write down what was done.", id("end", 9))],
    [id("end", 9), { type: "end" }],
  ];
}

const told = (name, command, next) => ({
  type: "action",
  name,
  on_completion: next,
  commands: [{ type: "manual", command }],
  agent: analyst,
});

/** Besides a start and an end; `steps` is a multiple of ten. Indented, as playbooks are exchanged. */
export function playbookText(steps) {
  const first = (index) => (index === steps / stepsOfCase ? end : idOf("action", 100 + index * stepsOfCase));
  const cases = Array.from({ length: steps / stepsOfCase }, (_, index) =>
    caseOf(100 + index * stepsOfCase, first(index + 1)),
  );
  const playbook = {
    type: "playbook",
    spec_version: "cacao-2.0",
    id: idOf("playbook", 6),
    name: "The alerts of a day",
    description: "What is done with each of them.",
    playbook_types: ["investigation"],
    created_by: idOf("identity", 7),
    created: "2026-01-01T00:00:00.000Z",
    modified: "2026-01-01T00:00:00.000Z",
    playbook_variables: {
      __address__: { type: "ipv4-addr", value: "192.0.2.1" },
      __hostile__: { type: "bool", value: "false" },
    },
    workflow_start: start,
    workflow: Object.fromEntries([
      [start, { type: "start", on_completion: first(0) }],
      ...cases.flat(),
      [end, { type: "end" }],
    ]),
    agent_definitions: {
      [analyst]: { type: "individual", name: "Analyst" },
      [gateway]: { type: "ssh", name: "Gateway", address: { ipv4: ["192.0.2.2"] }, port: "22" },
    },
    target_definitions: { [host]: { type: "net-address", name: "Host", address: { ipv4: ["192.0.2.3"] } } },
  };
  return `${JSON.stringify(playbook, null, 2)}\n`;
}
