import { expect, test } from "vitest";
import { VirtualClock } from "./virtual-clock.js";

test("sleepers wake in the order of their times, which take no time", async () => {
  const clock = new VirtualClock(1000);
  const woken: string[] = [];
  const sleep = async (name: string, ms: number) => {
    await clock.sleep(ms, new AbortController().signal);
    woken.push(`${name} at ${clock.now()}`);
  };
  await Promise.all([sleep("late", 900), sleep("early", 5), sleep("between", 400)]);
  expect(woken).toEqual(["early at 5", "between at 400", "late at 900"]);
});

test("what is woken may sleep again, before others wake", async () => {
  const clock = new VirtualClock(100);
  const { signal } = new AbortController();
  const times: number[] = [];
  const twice = async () => {
    for (let round = 0; round < 2; round += 1) {
      await clock.sleep(10, signal);
      times.push(clock.now());
    }
  };
  await Promise.all([twice(), clock.sleep(50, signal)]);
  expect(times).toEqual([10, 20]);
  expect(clock.now()).toBe(50);
});

test("a sleep that is interrupted doesn't move the time", async () => {
  const clock = new VirtualClock(1000);
  const controller = new AbortController();
  const slept = clock.sleep(500, controller.signal);
  controller.abort();
  await slept;
  await clock.sleep(10, controller.signal);
  expect(clock.now()).toBe(0);
});

test("it stops at its limit, unless that is moved", async () => {
  const clock = new VirtualClock(10);
  const { signal } = new AbortController();
  let isAwake = false;
  void clock.sleep(11, signal).then(() => {
    isAwake = true;
  });
  await clock.stopped;
  expect([isAwake, clock.now()]).toEqual([false, 0]);
  clock.extendBy(11);
  await clock.sleep(1, signal);
  expect(clock.now()).toBe(1);
});
