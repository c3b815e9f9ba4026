import { describe, expect, test } from "vitest";
import type { CaseResult } from "./conformance-set.js";
import { reportText } from "./report-text.js";
import { isAsKnown, reportOf } from "./run-conformance.js";

const passed: CaseResult = { id: "good", differences: [] };
const failed: CaseResult = { id: "bad", differences: [{ what: "log", expected: ["a"], actual: [] }] };

describe("a report", () => {
  test("counts what passed, and keeps what failed", () => {
    const report = reportOf("set", [passed, failed], {});
    expect(report).toEqual({ set: "set", passed: 1, total: 2, failures: [failed], unexpectedPasses: [] });
    expect(isAsKnown(report)).toBe(false);
    expect(reportText(report)).toBe('set: 1 of 2\n  FAILED bad\n    log\n      expected ["a"]\n      actual   []\n');
  });

  test("is as known when the list has what failed", () => {
    const report = reportOf("set", [passed, failed], { set: { bad: "It contradicts itself." } });
    expect(isAsKnown(report)).toBe(true);
    expect(reportText(report)).toBe("set: 1 of 2 (1 known to fail)\n  known  bad: It contradicts itself.\n");
  });

  test("is not as known when something passes that the list has", () => {
    const report = reportOf("set", [passed], { set: { good: "It used to fail." } });
    expect(report.unexpectedPasses).toEqual(["good"]);
    expect(isAsKnown(report)).toBe(false);
    expect(reportText(report)).toContain("PASSES good: unexpected, take it off");
  });

  test("doesn't mind what the list has of other sets and of cases that aren't there", () => {
    const known = { set: { gone: "It was there." }, other: { good: "Another one." } };
    expect(isAsKnown(reportOf("set", [passed], known))).toBe(true);
  });

  test("takes a whole set as known, as long as nothing in it passes", () => {
    const known = { set: { "*": "Not supported yet." } };
    expect(isAsKnown(reportOf("set", [failed, { ...failed, id: "worse" }], known))).toBe(true);
    expect(reportText(reportOf("set", [failed, { ...failed, id: "worse" }], known))).toContain("known  2 cases:");
    expect(isAsKnown(reportOf("set", [failed, passed], known))).toBe(false);
  });

  test("isn't fooled by ids that objects inherit", () => {
    expect(isAsKnown(reportOf("constructor", [{ ...failed, id: "toString" }], {}))).toBe(false);
    expect(isAsKnown(reportOf("set", [{ ...failed, id: "toString" }], { set: {} }))).toBe(false);
  });

  test("shows control characters of names and texts as what they are", () => {
    const differences = [{ what: "log", expected: "\u001b]0;x\u0007", actual: "a\nFAILED b\u202e\u009b" }];
    const text = reportText(reportOf("set", [{ id: "\u001b[31mred", differences }], {}));
    expect(text).toContain("  FAILED \\u001b[31mred\n");
    expect(text).toContain("      actual   a\\u000aFAILED b\\u202e\\u009b\n");
    expect(text).not.toMatch(/[^\n\P{Cc}]/u);
  });

  test("of a set that isn't there says so", () => {
    const report = reportOf("set", null, {});
    expect(report.missing).toBe(true);
    expect(isAsKnown(report)).toBe(true);
    expect(reportText(report)).toBe("set: not there\n");
  });
});
