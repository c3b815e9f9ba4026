import type { Bundle, Graph } from "@rb/ir";
import { expect, test } from "vitest";
import { chooseProcess } from "./choose-process.js";

const graph = (id: string, name?: string): Graph => ({ id, ...(name && { name }) }) as Graph;
const bundle = {
  main: "a",
  graphs: [graph("a", "Buyer"), graph("b", "Seller"), graph("c", "Bank"), graph("Seller2", "Bank")],
} as unknown as Bundle;

test("a process is found by its id or by its name", () => {
  expect(chooseProcess(bundle, "b").main).toBe("b");
  expect(chooseProcess(bundle, "Seller").main).toBe("b");
});

test("where none or several have the name, those that there are are told", () => {
  expect(() => chooseProcess(bundle, "nobody")).toThrow(
    "The document has no process 'nobody'. It has: a (Buyer), b (Seller), c (Bank), Seller2 (Bank).",
  );
  expect(() => chooseProcess(bundle, "Bank")).toThrow("The document has several processes 'Bank'.");
});
