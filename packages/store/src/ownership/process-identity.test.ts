import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { type Processes, parseIdentity, parseStat, systemProcesses, type WriterIdentity } from "./process-identity.js";

const processes: Processes = systemProcesses();
const { self } = processes;
const isLinux = process.platform === "linux";

describe("whether a writer lives", () => {
  test("this one does, and is another one each time it is asked for", () => {
    expect(processes.isAlive(self)).toBe(true);
    expect(systemProcesses().self.id).not.toBe(self.id);
  });

  test("one that has ended does not", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    expect(processes.isAlive({ ...self, pid: child.pid ?? 0 })).toBe(false);
    expect(processes.isAlive({ ...self, pid: child.pid ?? 0, started: "" })).toBe(false);
  });

  test.runIf(isLinux)("one whose number is another's now does not", () => {
    expect(processes.isAlive({ ...self, started: `${self.started}1` })).toBe(false);
  });

  test.runIf(isLinux)("one that has ended and was not collected does not", async () => {
    // By the time the first has ended, the shell has become the second, which never collects it.
    const parent = spawn("sh", ["-c", "sleep 0.2 & echo $!; exec sleep 10"]);
    const pid = Number(String((await once(parent.stdout, "data"))[0]));
    const stat = await vanishing(pid);
    parent.kill();
    expect(stat).toMatchObject({ isDead: true });
  });

  test("of an earlier boot, it does not", () => {
    expect(processes.isAlive({ ...self, boot: "another" })).toBe(false);
  });

  test("on another machine, or in another world of numbers, nobody can tell", () => {
    expect(processes.isAlive({ ...self, host: "elsewhere", boot: "another" })).toBe("unknown");
    expect(processes.isAlive({ ...self, namespace: "another" })).toBe("unknown");
  });

  test("without a start time, its number has to do", () => {
    expect(processes.isAlive({ ...self, started: "" })).toBe(true);
  });
});

async function vanishing(pid: number): Promise<ReturnType<typeof parseStat>> {
  const { readFileSync } = await import("node:fs");
  for (;;) {
    const stat = parseStat(readFileSync(`/proc/${pid}/stat`, "latin1"));
    if (stat?.isDead === true) return stat;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("what the system says of a process", () => {
  const rest = `S 1 ${"0 ".repeat(17)}4711 0`;

  test.each(["node", "a b", "a) R 1 (b", ")"])("its command is (%s)", (command) => {
    expect(parseStat(`12 (${command}) ${rest}`)).toEqual({ started: "4711", isDead: false });
  });

  test("it waits to be collected", () => {
    expect(parseStat(`12 (node) ${rest.replace("S", "Z")}`)).toEqual({ started: "4711", isDead: true });
  });

  test.each(["", "12 (node)", "12 (node) S 1 2", `12 (node) ${rest.replace("4711", "x")}`])(
    "%j says nothing",
    (stat) => {
      expect(parseStat(stat)).toBe(null);
    },
  );
});

describe("an identity from a file", () => {
  test("is what was written", () => {
    expect(parseIdentity(JSON.parse(JSON.stringify(self)))).toEqual(self);
  });

  test.each<[string, unknown]>([
    ["nothing", null],
    ["text", "x"],
    ["an id that is a path", { ...self, id: "../x" }],
    ["a number that kills a group", { ...self, pid: -1 }],
    ["no number", { ...self, pid: "1" }],
    ["a long host", { ...self, host: "x".repeat(300) }],
    ["a host that speaks to terminals", { ...self, host: "\u001b[31m" }],
    ["no start", { ...self, started: undefined } satisfies { [K in keyof WriterIdentity]: unknown }],
  ])("%s is refused", (_what, value) => {
    expect(parseIdentity(value)).toBe(null);
  });
});
