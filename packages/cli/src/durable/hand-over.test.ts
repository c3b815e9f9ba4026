/** Two of them at one store: a host that drives a run, and a command that hands it something. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Input } from "@rb/kernel";
import { load } from "@rb/loader";
import { Host, openStore, systemClock } from "@rb/store";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Output } from "../terminal.js";
import { Graphs, loadGraph } from "./graphs.js";
import { handOver } from "./hand-over.js";
import type { Session } from "./session.js";

const silent: Output = { write: () => {}, paint: (_, text) => text, interactive: false };
const fixture = join(dirname(fileURLToPath(import.meta.url)), "../../test/fixtures/pause.bpmn");
const cancel: Input = { type: "cancelled", why: "enough" };

let directory = "";
let session: Session;
let host: Host;

const late: Input = { type: "delivered", kind: "signal", id: "s-1", name: "late", payload: { json: null } };

async function posted(run: string, id: string): Promise<void> {
  while (!session.store.inbox.holds(run, id)) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A host that drives the run, and looks for what came for it this often. */
async function driving(inboxEveryMs: number, resident = false): Promise<string> {
  const store = await openStore(directory);
  host = new Host(store, { load: loadGraph, clock: systemClock, random: () => "0123456789", inboxEveryMs, resident });
  const { bundle, languages } = await load(readFileSync(fixture, "utf8"), { uri: "pause.bpmn" });
  if (bundle === null) throw new Error("the fixture has no graph");
  const { run, result } = await host.start({ bundle, languages });
  // A resident one comes to rest before the long wait, and keeps the run.
  if (resident) await result;
  else result.catch(() => {});
  return run;
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "rb-hand-over-"));
  session = {
    store: await openStore(directory),
    graphs: new Graphs(),
    actor: "user:alice",
    terminal: { out: silent, err: silent, ask: null },
    json: false,
    executors: {},
  };
});
afterEach(async () => {
  await host.close();
  rmSync(directory, { recursive: true, force: true });
});

it("is taken by the one that drives the run", async () => {
  const run = await driving(20);
  const handed = await handOver(session, { run, input: cancel, patienceMs: 5000 });
  expect(handed).toMatchObject({ how: "taken-elsewhere", effect: { kind: "some" } });
});

it("says why it had no effect, also when another one took it", async () => {
  const run = await driving(20);
  const input: Input = { type: "resolved", token: 99, how: { do: "retry" } };
  const handed = await handOver(session, { run, input, patienceMs: 5000 });
  expect(handed).toMatchObject({ how: "taken-elsewhere", effect: { kind: "none", why: "token 99 has no incident" } });
  await host.send(run, { input: cancel });
});

it("is taken here when the one that had the run lets it go without looking", async () => {
  const run = await driving(1_000_000, true);
  const handing = handOver(session, { run, input: cancel, id: "c-1", patienceMs: 5000 });
  await posted(run, "c-1");
  await host.close();
  expect(await handing).toMatchObject({
    how: "driven-here",
    effect: { kind: "some" },
    result: { status: "cancelled" },
  });
});

it("is on its way when nobody takes it in time, and stays there", async () => {
  const run = await driving(1_000_000);
  const handed = await handOver(session, { run, input: cancel, id: "c-1", patienceMs: 50 });
  expect(handed).toMatchObject({ how: "on-its-way", by: expect.stringContaining("driven by process") });
  expect(session.store.inbox.holds(run, "c-1")).toBe(true);
  await host.send(run, { input: cancel });
});

it("has no effect on a run that ended before", async () => {
  const run = await driving(1_000_000);
  const handing = handOver(session, { run, input: late, id: "s-1", patienceMs: 5000 });
  await posted(run, "s-1");
  await host.send(run, { input: cancel });
  expect(await handing).toMatchObject({ effect: { kind: "none", why: "the run is over (cancelled)" } });
});

it("is too late when it was put aside", async () => {
  const run = await driving(1_000_000);
  const handing = handOver(session, { run, input: late, id: "s-1", patienceMs: 5000 });
  await posted(run, "s-1");
  for (const { file } of session.store.inbox.list(run)) session.store.inbox.putAside(file);
  expect(await handing).toEqual({ how: "too-late" });
  await host.send(run, { input: cancel });
});
