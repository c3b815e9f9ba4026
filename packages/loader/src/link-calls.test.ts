import { run } from "@rb/kernel";
import { describe, expect, it } from "vitest";
import { createLibrary, type LibraryDocument, type Loaded, load, type Resolve } from "./index.js";

const uuid = (name: string) =>
  `00000000-0000-4000-8000-${Buffer.from(name.padEnd(6, "_")).toString("hex").slice(0, 12)}`;
const idOf = (name: string) => `playbook--${uuid(name)}`;
const day = (n: number) => `2024-01-0${n}T00:00:00.000Z`;

interface Call {
  readonly name: string;
  readonly version?: string;
  readonly gives?: readonly string[];
  readonly takes?: readonly string[];
}

/** A playbook that does one thing and calls others, one after the other. */
function playbook(name: string, calls: readonly Call[] = [], rest: object = {}, modified: string = day(1)): string {
  const steps = [
    {
      id: `action--${uuid(`${name}!`)}`,
      type: "action",
      name: `work of ${name}`,
      commands: [{ type: "manual", command: "Do it." }],
      agent: "a",
    },
    ...calls.map((call, index) => ({
      id: `playbook-action--${uuid(`${name}${index}`)}`,
      type: "playbook-action",
      name: `call of ${call.name}`,
      playbook_id: idOf(call.name),
      playbook_version: call.version,
      in_args: call.gives,
      out_args: call.takes,
    })),
  ];
  const [start, end] = [`start--${uuid("s")}`, `end--${uuid("e")}`];
  const workflow = Object.fromEntries(
    steps.map(({ id, ...step }, index) => [id, { ...step, on_completion: steps[index + 1]?.id ?? end }]),
  );
  return JSON.stringify({
    type: "playbook",
    spec_version: "cacao-2.0",
    id: idOf(name),
    name,
    created_by: `identity--${uuid("i")}`,
    created: day(1),
    modified,
    workflow_start: start,
    workflow: { [start]: { type: "start", on_completion: steps[0]?.id }, ...workflow, [end]: { type: "end" } },
    agent_definitions: { a: { type: "individual", name: "a" } },
    ...rest,
  });
}

const document = (uri: string, text: string): LibraryDocument => ({ uri, text });
const library = (...documents: LibraryDocument[]): Resolve => createLibrary(documents);
const linked = (text: string, resolve: Resolve) => load(text, { uri: "main.json", resolve });
const graphsOf = ({ bundle }: Loaded) => bundle?.graphs.map(({ id }) => id);
const found = ({ diagnostics }: Loaded) =>
  diagnostics.filter(({ severity }) => severity !== "info").map(({ code }) => code);

describe("calls of other documents", () => {
  it("stay open without anybody to find them", async () => {
    const loaded = await load(playbook("m", [{ name: "q" }]), { uri: "main.json" });
    expect(graphsOf(loaded)).toEqual([idOf("m")]);
    expect(loaded.linked).toBeUndefined();
  });

  it("are linked, and what is called there too, each document once", async () => {
    const resolve = library(document("q", playbook("q", [{ name: "r" }])), document("r", playbook("r")));
    const loaded = await linked(playbook("m", [{ name: "q" }, { name: "r" }]), resolve);
    expect(found(loaded)).toEqual([]);
    expect(graphsOf(loaded)).toEqual([idOf("m"), idOf("q"), idOf("r")]);
    expect(loaded.linked?.map(({ uri }) => uri)).toEqual(["q", "r"]);
    const { status, trace } = await run(loaded.bundle as NonNullable<Loaded["bundle"]>, {
      languages: loaded.languages,
    }).then((result) => ({ status: result.status, trace: JSON.stringify(result) }));
    expect(status).toBe("completed");
    expect(trace).toContain("Do it.");
  });

  it("mean the latest version, or the one that they name", async () => {
    const resolve = library(
      document("old", playbook("q", [], { description: "old" }, day(1))),
      document("new", playbook("q", [], { description: "new" }, day(3))),
      document("mid", playbook("q", [], { description: "mid" }, day(2))),
    );
    const described = async (version?: string) => {
      const loaded = await linked(playbook("m", [{ name: "q", ...(version && { version }) }]), resolve);
      return loaded.bundle?.graphs[1]?.description;
    };
    expect(await described()).toBe("new");
    expect(await described(day(1))).toBe("old");
    expect(await described("2024-01-02T00:00:00Z")).toBe("mid");
    expect(await described(day(9))).toBeUndefined();
  });

  it("may mean two versions of one playbook, which then have names of their own", async () => {
    const resolve = library(document("1", playbook("q", [], {}, day(1))), document("2", playbook("q", [], {}, day(2))));
    const loaded = await linked(playbook("m", [{ name: "q" }, { name: "q", version: day(1) }]), resolve);
    expect(graphsOf(loaded)).toEqual([idOf("m"), idOf("q"), `${idOf("q")}@${day(1)}`]);
    expect(loaded.bundle?.graphs[0]?.nodes.flatMap((node) => (node.kind === "call" ? [node.graph] : []))).toEqual([
      idOf("q"),
      `${idOf("q")}@${day(1)}`,
    ]);
  });

  it("are reported where nothing is found, at the call", async () => {
    const loaded = await linked(playbook("m", [{ name: "q" }]), library());
    expect(loaded.diagnostics).toMatchObject([
      {
        code: "loader/unknown-callee",
        severity: "warning",
        origin: { uri: "main.json", pointer: expect.stringContaining("playbook-action--") },
      },
    ]);
  });

  it("are reported where they go round, and linked all the same", async () => {
    const main = playbook("m", [{ name: "q" }]);
    const loaded = await linked(
      main,
      library(document("q", playbook("q", [{ name: "m" }])), document("copy of m", main)),
    );
    expect(found(loaded)).toEqual(["loader/call-cycle"]);
    expect(graphsOf(loaded)).toEqual([idOf("m"), idOf("q")]);
  });

  it("are not linked to what has errors, which are told with their own places", async () => {
    const loaded = await linked(playbook("m", [{ name: "q" }]), () =>
      document("q.json", playbook("q", [], { workflow_start: "gone" })),
    );
    expect(found(loaded)).toContain("loader/unusable-callee");
    expect(loaded.diagnostics.some(({ origin }) => origin.kind === "source" && origin.uri === "q.json")).toBe(true);
  });

  it("are not linked to what they don't name", async () => {
    expect(found(await linked(playbook("m", [{ name: "q" }]), () => document("r", playbook("r"))))).toEqual([
      "loader/not-the-callee",
    ]);
    const older = await linked(playbook("m", [{ name: "q", version: day(2) }]), () => document("q", playbook("q")));
    expect(found(older)).toEqual(["loader/not-the-callee"]);
  });

  it("have to give what the callee can't do without", async () => {
    const needs = { playbook_variables: { __host__: { type: "string", external: true } } };
    const resolve = library(document("q", playbook("q", [], needs)));
    expect(found(await linked(playbook("m", [{ name: "q" }]), resolve))).toEqual(["loader/missing-argument"]);
    const gives = { playbook_variables: { __host__: { type: "string", value: "h" } } };
    expect(found(await linked(playbook("m", [{ name: "q", gives: ["__host__"] }], gives), resolve))).toEqual([]);
  });

  it("may be looked for in vain, in which case the reason is told", async () => {
    const loaded = await linked(playbook("m", [{ name: "q" }]), () => Promise.reject(new Error("the hub is closed")));
    expect(loaded.diagnostics).toMatchObject([
      { code: "loader/callee-not-resolved", message: expect.stringContaining("the hub is closed") },
    ]);
  });

  it("end somewhere, however many documents there are", async () => {
    let next = 0;
    const endless: Resolve = ({ id }) => {
      const name = `n${next++}`;
      return document(name, playbook(name, [{ name: `n${next}` }]).replaceAll(idOf(name), id));
    };
    expect(found(await linked(playbook("m", [{ name: "n0" }]), endless))).toEqual(["loader/too-many-callees"]);
  });
});
