/** Playbooks of CACAO 1.x are read as 2.0. */
import type { Graph } from "@rb/ir";
import { describe, expect, it } from "vitest";
import { parseCacao } from "../src/index.js";
import { act, end, idOf, playbook, start, text } from "./playbook-text.js";

const old = (steps: object, rest: object = {}) =>
  text(
    playbook(
      { start: start("a"), e: end, ...steps } as never,
      { spec_version: "1.1", agent_definitions: undefined, ...rest } as never,
    ),
  );
const parse = (source: string) => {
  const { bundle, diagnostics } = parseCacao(source, { uri: "p.json" });
  return { graph: bundle?.graphs[0] as Graph, diagnostics };
};
const node = (graph: Graph, name: string) => graph.nodes.find((each) => each.name === name);
const codes = (source: string) => parse(source).diagnostics.map(({ code }) => code);
const single = (next: string, rest: object = {}) => ({ ...act(next), agent: undefined, type: "single", ...rest });
const person = { type: "individual", name: "the analyst" };

describe("CACAO 1.x", () => {
  it.each(["1.0", "1.1", "cacao-1.0", "cacao-1.1"])(
    "loads as %s, with a warning that says what was changed",
    (version) => {
      const { graph, diagnostics } = parse(old({ a: single("e") }, { spec_version: version }));
      expect(node(graph, "a")).toMatchObject({ kind: "action", executor: "manual" });
      expect(diagnostics).toMatchObject([
        {
          code: "cacao/old-version",
          severity: "warning",
          message: expect.stringContaining("steps of type 'single' as 'action'"),
          origin: { pointer: "/spec_version" },
        },
      ]);
    },
  );

  it("has one command where 2.0 has a list", () => {
    const command = { type: "attack-cmd", command: "id: 1" };
    const { graph } = parse(old({ a: single("e", { commands: undefined, command }) }));
    expect(node(graph, "a")).toMatchObject({ executor: "caldera-cmd", request: { json: { command: "id: 1" } } });
  });

  it("lets the first person among a step's targets do it, to the others", () => {
    const targets = { p: person, h: { type: "ssh", name: "host", address: "198.51.100.7" } };
    const { graph } = parse(old({ a: single("e", { target_ids: ["h", "p"] }) }, { targets }));
    expect(node(graph, "a")).toMatchObject({
      request: {
        json: { agent: { id: "p", name: "the analyst" }, targets: [{ id: "h", address: { ipv4: ["198.51.100.7"] } }] },
      },
    });
  });

  it("defines the target that a step writes out", () => {
    const { graph } = parse(
      old({ a: single("e", { target: { type: "http-api", name: "api", http_url: "https://x.example" } }) }),
    );
    const request = { targets: [{ id: `${idOf("single", "a")}/target`, address: { url: ["https://x.example"] } }] };
    expect(node(graph, "a")).toMatchObject({ request: { json: request } });
  });

  it("never lets the credentials of a target into a request", () => {
    const targets = {
      h: { type: "ssh", name: "host", address: "h.example", username: "root", password: "hunter2", private_key: "k3y" },
    };
    const { graph } = parse(old({ a: single("e", { target_ids: ["h"] }) }, { targets }));
    expect(JSON.stringify(graph)).not.toMatch(/hunter2|k3y/);
    expect(JSON.stringify(node(graph, "a"))).toContain("secret://cacao/");
  });

  it("writes variables between dollar signs", () => {
    const variables = { playbook_variables: { $$host$$: { type: "string", value: "h" } } };
    const commands = [{ type: "ssh", command: "ping $$host$$.value; ping $$host$$" }];
    const { graph, diagnostics } = parse(old({ a: single("e", { commands, out_args: ["$$host$$"] }) }, variables));
    expect(graph.region.variables).toMatchObject([{ name: "__host__" }]);
    expect(node(graph, "a")).toMatchObject({ outputs: [{ path: ["__host__"] }] });
    expect(JSON.stringify(node(graph, "a"))).toContain(
      '["ping ",{"variable":"__host__"},"; ping ",{"variable":"__host__"}]',
    );
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("lists the steps of a branch, one after the other, and leaves loops by on_false", () => {
    const condition = "$$x$$.value = 'yes'";
    const x = { playbook_variables: { $$x$$: { type: "string", value: "yes" } } };
    const choice = {
      type: "if-condition",
      condition,
      on_true: [idOf("single", "b"), idOf("single", "c")],
      on_completion: "w",
    };
    const loop = { type: "while-condition", condition, on_true: [idOf("single", "d")], on_false: [idOf("end", "e")] };
    const steps = {
      a: choice,
      b: single("", { on_completion: undefined }),
      c: single("f"),
      f: end,
      w: loop,
      d: single("g", { out_args: ["$$x$$"] }),
      g: end,
    };
    const { graph, diagnostics } = parse(old(steps, x));
    expect(graph.flows).toContainEqual(expect.objectContaining({ from: idOf("single", "b"), to: idOf("single", "c") }));
    expect(graph.flows).toContainEqual(
      expect.objectContaining({ from: idOf("while-condition", "w"), to: idOf("end", "e") }),
    );
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("calls its summary features and other playbooks playbook steps", () => {
    const call = { type: "playbook", playbook_id: idOf("playbook", "q"), on_completion: "e" };
    const source = old({ a: call }, { features: { external_playbooks: true, if_logic: true } });
    expect(node(parse(source).graph, "a")).toMatchObject({ kind: "call", target: { id: idOf("playbook", "q") } });
    expect(codes(source)).toEqual(["cacao/old-version", "cacao/summary-mismatch"]);
  });

  it("lists its summary's features, or says each", () => {
    const source = old({ a: single("e") }, { features: ["if_logic", "data_markings"] });
    expect(parse(source).diagnostics).toMatchObject([
      { code: "cacao/old-version", message: expect.stringContaining("'features' as 'playbook_processing_summary'") },
      { code: "cacao/summary-incomplete", origin: { pointer: "/features" } },
      { code: "cacao/summary-mismatch", origin: { pointer: "/features/0" } },
      { code: "cacao/summary-mismatch", origin: { pointer: "/features/1" } },
    ]);
  });

  it("has templates, which are read as the playbooks that they would become", () => {
    const template = { type: "playbook-template" };
    expect(codes(old({ a: single("e") }, template))).toEqual(["cacao/old-version"]);
    expect(codes(old({ a: single("e") }, { ...template, spec_version: "cacao-2.0" }))).toEqual([
      "cacao/not-a-playbook",
    ]);
  });

  it("has one address of each kind where 2.0 has lists, and ids of steps and targets that say so", () => {
    const h = idOf("target", "h");
    const targets = { [h]: { type: "net-address", name: "host", address: { ipv4: "198.51.100.7", vlan: ["12"] } } };
    const { graph, diagnostics } = parse(old({ a: single("e", { target_ids: [h] }) }, { targets }));
    const request = { targets: [{ id: h, address: { ipv4: ["198.51.100.7"], vlan: ["12"] } }] };
    expect(node(graph, "a")).toMatchObject({ request: { json: request } });
    expect(diagnostics.map(({ code }) => code)).toEqual(["cacao/old-version"]);
  });

  it("says who runs a playbook that is called, and 2.0 leaves that to it", () => {
    const call = { type: "playbook", playbook_id: idOf("playbook", "q"), target_ids: ["p"], on_completion: "e" };
    const { graph, diagnostics } = parse(old({ a: call }, { targets: { p: person } }));
    expect(node(graph, "a")).toMatchObject({ kind: "call" });
    expect(diagnostics.map(({ code }) => code)).toEqual(["cacao/old-version"]);
  });

  it.each([
    ["TLP:WHITE", "TLP:CLEAR"],
    ["TLP:AMBER", "TLP:AMBER"],
    ["TLP:RED", "TLP:RED"],
  ])("marks by version 1 of the Traffic Light Protocol: %s is %s", (written, level) => {
    const id = idOf("marking-tlp", "m");
    const created = "2021-05-31T09:00:00.000Z";
    const marking = { type: "marking-tlp", id, created_by: idOf("identity", "i"), created, tlp_level: written };
    const source = old({ a: single("e") }, { markings: [id], data_marking_definitions: { [id]: marking } });
    expect(parse(source).graph.meta).toMatchObject({ labels: { tlp: level } });
    expect(codes(source)).toEqual(["cacao/old-version"]);
  });

  it("points at what is written, not at what it became", () => {
    const { diagnostics } = parse(
      old({ a: single("e", { target_ids: ["h"], delay: -1 }) }, { targets: { h: { type: "ssh" } } }),
    );
    const places = diagnostics.map(({ code, origin }) => `${code} ${origin.kind === "source" ? origin.pointer : ""}`);
    expect(places).toContain(`cacao/negative-duration /workflow/${idOf("single", "a")}/delay`);
    expect(places).toContain("cacao/incomplete-definition /targets/h");
  });

  it.each([
    ["a step of a type of 1.x", single("e")],
    ["an action that names its targets as 1.x does", { ...act("e"), agent: undefined, target_ids: ["p"] }],
  ])("is also what %s in a playbook of 2.0 is", (_, step) => {
    const source = text(playbook({ start: start("a"), a: step, e: end } as never, { targets: { p: person } }));
    expect(node(parse(source).graph, "a")).toMatchObject({ kind: "action" });
    expect(codes(source)).toContain("cacao/old-version");
  });
});
