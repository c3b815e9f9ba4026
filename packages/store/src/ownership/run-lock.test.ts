import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failure, MemoryDisk } from "../../test/memory-disk.js";
import { Population } from "../../test/processes.js";
import { StoreError } from "../store-error.js";
import type { Processes } from "./process-identity.js";
import { lockHolder, RunLock } from "./run-lock.js";

const directory = "runs/a";
const refusal = (act: () => unknown): StoreError | null => {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof StoreError && error.code === "store/run-locked") return error;
    throw error;
  }
};

describe("a lock", () => {
  const people = new Population();
  const [one, other] = [people.born(), people.born()];

  test("is held by one at a time, and free when it was released", () => {
    const disk = new MemoryDisk();
    const lock = RunLock.acquire(disk, directory, one);
    expect(lockHolder(disk, directory, other)).toEqual(one.self);
    expect(refusal(() => RunLock.acquire(disk, directory, other))?.message).toBe(
      "This run is driven by process 1 on here, which writes since 2026-01-31T12:00:00.000Z.",
    );
    expect(refusal(() => RunLock.acquire(disk, directory, one))?.message).toContain("by this very process");
    lock.release();
    lock.release();
    expect(lockHolder(disk, directory, other)).toBe(null);
    expect(disk.list(directory)).toEqual(["lock-2"]);
    RunLock.acquire(disk, directory, other);
    expect(disk.list(directory)).toEqual(["lock-3"]);
  });

  test("of a dead process is taken over", () => {
    const disk = new MemoryDisk();
    const dying = people.born();
    RunLock.acquire(disk, directory, dying);
    people.dies(dying);
    expect(lockHolder(disk, directory, one)).toBe(null);
    RunLock.acquire(disk, directory, one);
    expect(lockHolder(disk, directory, other)).toEqual(one.self);
  });

  test("of a process that may live is not, and says what to do", () => {
    const disk = new MemoryDisk();
    const hidden = people.born();
    RunLock.acquire(disk, directory, hidden);
    people.hides(hidden);
    expect(lockHolder(disk, directory, one)).toEqual(hidden.self);
    expect(refusal(() => RunLock.acquire(disk, directory, one))?.help).toContain("remove runs/a/lock-1");
    disk.remove("runs/a/lock-1");
    RunLock.acquire(disk, directory, one);
  });

  test("that is damaged is not taken", () => {
    const disk = new MemoryDisk();
    RunLock.acquire(disk, directory, one);
    const whole = Buffer.from(disk.read("runs/a/lock-1") ?? []);
    expect(whole.length).toBeLessThan(512);
    for (let at = 0; at < whole.length; at += 1) {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      disk.put("runs/a/lock-1", flipped);
      expect(refusal(() => RunLock.acquire(disk, directory, other))?.message).toContain("runs/a/lock-1 is damaged");
    }
    expect(lockHolder(disk, directory, other)).toBe(null);
  });

  test.each([0, 300])("whose %d bytes went with the power is free", (length) => {
    const disk = new MemoryDisk();
    disk.put("runs/a/lock-7", new Uint8Array(length));
    RunLock.acquire(disk, directory, one);
    expect(disk.list(directory)).toEqual(["lock-8"]);
  });

  test("whose making ended in the middle is cleared away with the dead", () => {
    const disk = new MemoryDisk();
    const dying = people.born();
    let isDead = false;
    disk.before = (operation) => {
      isDead ||= operation.startsWith("link");
      if (isDead) throw failure("store/io-error");
    };
    expect(() => RunLock.acquire(disk, directory, dying)).toThrow();
    disk.before = () => {};
    RunLock.acquire(disk, directory, one).release();
    expect(disk.list(directory)).toContain(`lock-of-${dying.self.id}`);
    people.dies(dying);
    RunLock.acquire(disk, directory, one);
    expect(disk.list(directory)).toEqual(["lock-3"]);
  });

  test("other names in the directory mean nothing", () => {
    const disk = new MemoryDisk();
    for (const name of ["lock-", "lock-x", "lock-09", "lock--1", "lock-1e9", "lock-99999999999999999999", "lock"]) {
      disk.put(`runs/a/${name}`, "x");
    }
    RunLock.acquire(disk, directory, one);
    expect(disk.list(directory)).toContain("lock-1");
  });
});

/**
 * Between any two operations of one contender, others do whole or half things: each is stopped within an operation for as long as those that begin
 * later take. A contender that dies never comes back: its operation throws, and it does not hold what it had.
 */
describe("however contenders come between each other", () => {
  class Died extends Error {}

  const play = (plan: readonly number[]): { acquired: number; problem: string | null } => {
    const people = new Population();
    const disk = new MemoryDisk();
    const draws = plan.values();
    const draw = (below: number): number => (draws.next().value ?? 0) % below;
    const holders = new Set<Processes>();
    const dead = new Set<Processes>();
    /** Who is in the middle of something, the last one on top. */
    const stack: Processes[] = [];
    const locks: { readonly lock: RunLock; readonly of: Processes }[] = [];
    let acquired = 0;
    let problem: string | null = null;

    const die = (who: Processes): void => {
      people.dies(who);
      dead.add(who);
      holders.delete(who);
    };
    const act = (who: Processes, what: () => void): void => {
      stack.push(who);
      try {
        what();
      } catch (error) {
        if (!(error instanceof Died) && !(error instanceof StoreError && error.code === "store/run-locked"))
          throw error;
      } finally {
        stack.pop();
      }
    };
    const acquire = (who: Processes): void =>
      act(who, () => {
        const lock = RunLock.acquire(disk, directory, who);
        if (dead.has(who)) return;
        holders.add(who);
        acquired += 1;
        if (holders.size > 1) problem ??= `two holders after ${acquired}`;
        locks.push({ lock, of: who });
      });
    const release = (): void => {
      const held = locks.pop();
      if (held === undefined || dead.has(held.of)) return;
      act(held.of, () => {
        holders.delete(held.of);
        held.lock.release();
      });
    };
    const something = (): void => {
      const choice = draw(4);
      if (choice === 0) acquire(people.born());
      else if (choice === 1) release();
      else if (choice === 2) for (const { of } of locks.splice(-1)) die(of);
    };
    disk.before = () => {
      const who = stack.at(-1);
      if (who === undefined) return;
      if (draw(20) === 19) die(who);
      if (dead.has(who)) throw new Died();
      if (stack.length < 5) for (let times = draw(4); times > 0; times -= 1) something();
      if (dead.has(who)) throw new Died();
    };
    for (let round = 0; round < 10; round += 1) something();
    for (let left = 10; left > 0; left -= 1) acquire(people.born());
    return { acquired, problem };
  };

  const plans = fc.array(fc.nat({ max: 59 }), { minLength: 40, maxLength: 400 });

  test("there are never two holders", () => {
    let acquired = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const result = play(plan);
        acquired += result.acquired;
        expect(result.problem).toBe(null);
      }),
      { numRuns: 1500 },
    );
    expect(acquired).toBeGreaterThan(1500);
  });
});
