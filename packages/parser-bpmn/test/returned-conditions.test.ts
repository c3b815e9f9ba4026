import { expect, test } from "vitest";
import { parseBpmn } from "../src/index.js";

/** The condition as lowered, or where it stops being understood. */
function condition(text: string): unknown {
  const flows = `<sequenceFlow id="f" sourceRef="g" targetRef="a"><conditionExpression language="http://www.java.com/java">${text}</conditionExpression></sequenceFlow><sequenceFlow id="h" sourceRef="g" targetRef="b"/>`;
  const body = `<process id="p"><exclusiveGateway id="g" default="h"/><task id="a"/><task id="b"/>${flows}</process>`;
  const { bundle, diagnostics } = parseBpmn(
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">${body}</definitions>`,
    { uri: "returned.bpmn" },
  );
  const wrong = diagnostics.find(({ code }) => code === "bpmn/expression-not-understood");
  if (wrong !== undefined) return wrong.message;
  const guard = bundle?.graphs[0]?.flows.find(({ id }) => id === "f")?.guard;
  return guard !== undefined && "expr" in guard ? `${guard.expr.language} ${guard.expr.text}` : guard;
}

test("of a condition that is written as the body of a function, what is returned counts", () => {
  expect(condition("return approved == true;")).toBe("juel approved == true");
  expect(condition("\n  return !approved &amp;&amp; amount > 3 ;\n")).toBe("juel !approved && amount > 3");
});

test("other statements are not understood, and nothing of them is run", () => {
  expect(condition("int x = 3; return x > 2;")).toContain("is not understood");
  expect(condition("return KieFunctions.isFalse(approved);")).toContain("is not understood");
  expect(condition("returned == 3")).toBe("juel returned == 3");
});
