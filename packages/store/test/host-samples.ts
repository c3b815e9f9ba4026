import type { Bundle } from "@rb/ir";
import type { Input } from "@rb/kernel";
import { action, bundle, end, start, wait } from "../../kernel/test/build.js";
import { StoreError, type StoreErrorCode } from "../src/store-error.js";

/** Two steps, one after the other. */
export const two: Bundle = bundle([start("s"), action("a"), action("b"), end("e")], ["s > a", "a > b", "b > e"]);

/** A person's step between two. */
export const byHand: Bundle = bundle(
  [start("s"), action("a"), action("m", { executor: "manual" }), action("b"), end("e")],
  ["s > a", "a > m", "m > b", "b > e"],
);

/** Waits for a message, then does a step. */
export const message: Bundle = bundle(
  [start("s"), wait("c", [{ trigger: { on: "message", name: { json: "paid" } } }]), action("b"), end("e")],
  ["s > c", "c > b", "b > e"],
);

/** The message that it waits for. */
export const paid = (id: string): Input => ({
  type: "delivered",
  kind: "message",
  id,
  name: "paid",
  payload: { json: 1 },
});

/** The code of what a promise fails with. */
export async function codeOf(promise: Promise<unknown>): Promise<StoreErrorCode | "none"> {
  try {
    await promise;
    return "none";
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
}
