import type { JsonObject } from "@rb/ir";
import { describe, expect, it } from "vitest";
import { insertSignature, signPlaybook } from "../src/index.js";
import { keys, nowMs, playbook, verified } from "./playbook.js";

const sign = (text: string, countersigned?: number): string => {
  const options = { privateKey: keys.ed25519.privateKey, signee: "ACME", nowMs };
  const made = signPlaybook(JSON.parse(text.replace("\ufeff", "")), {
    ...options,
    ...(countersigned === undefined ? {} : { countersigned }),
  });
  return insertSignature(text, made);
};
const read = (text: string): JsonObject => JSON.parse(text.replace("\ufeff", ""));

describe("a signature is put into the text", () => {
  it.each([
    ["two blanks", JSON.stringify(playbook, null, 2)],
    ["four blanks, and a line end", `${JSON.stringify(playbook, null, 4)}\n`],
    ["tabs", JSON.stringify(playbook, null, "\t")],
    ["one line", JSON.stringify(playbook)],
    ["CR and LF, and a byte order mark", `\ufeff${JSON.stringify(playbook, null, 2).replaceAll("\n", "\r\n")}\r\n`],
    ["an empty list", JSON.stringify({ ...playbook, signatures: [] }, null, 2)],
    ["an empty list in the middle", JSON.stringify({ signatures: [], ...playbook }, null, 2)],
    ["an empty list that is broken", JSON.stringify({ ...playbook, signatures: [] }, null, 2).replace("[]", "[\n  ]")],
    [
      "escapes in names",
      JSON.stringify({ ...playbook, signatures: [] }, null, 2).replace('"signatures"', '"\\u0073ignatures"'),
    ],
    ["the word elsewhere", JSON.stringify({ note: '"signatures": [', x: { signatures: [1] }, ...playbook }, null, 2)],
    ["names like numbers", JSON.stringify(playbook, null, 2).replace('"priority": 3', '"x": {"10": 1, "2": 2}')],
  ])("%s", (_, text) => {
    const once = sign(text);
    const twice = sign(once);
    const again = sign(twice, 0);
    expect(verified(read(once)).signatures.map(({ valid }) => valid)).toEqual([true]);
    expect(verified(read(twice)).signatures.map(({ valid }) => valid)).toEqual([true, true]);
    expect(verified(read(again)).signatures[0]?.countersignature?.valid).toBe(true);
    // What was there is there as it was, before and behind what was put in; blanks in an empty list aside.
    expect(sameAtBothEnds(text, once)).toBeGreaterThanOrEqual(text.length - (text.includes("[\n  ]") ? 3 : 0));
    expect(once.includes("\r\n") || !text.includes("\r\n")).toBe(true);
  });

  it("in the document's own manner", () => {
    const text = '{\n    "type": "playbook",\n    "id": "p",\n    "modified": "m"\n}\n';
    const made = { signature: { type: "jss", value: "v" }, path: ["signatures"] } as const;
    const once = insertSignature(text, made);
    expect(once).toBe(
      '{\n    "type": "playbook",\n    "id": "p",\n    "modified": "m",\n    "signatures": [\n        {\n            "type": "jss",\n            "value": "v"\n        }\n    ]\n}\n',
    );
    expect(insertSignature(once, { ...made, path: ["signatures", 0, "signature"] })).toBe(
      once.replace(
        '"value": "v"\n',
        '"value": "v",\n            "signature": {\n                "type": "jss",\n                "value": "v"\n            }\n',
      ),
    );
    expect(insertSignature('{"id": "p", "signatures": [1]}', made)).toBe(
      '{"id": "p", "signatures": [1, {"type":"jss","value":"v"}]}',
    );
  });
});

function sameAtBothEnds(a: string, b: string): number {
  let before = 0;
  while (before < a.length && a[before] === b[before]) before++;
  let behind = 0;
  while (behind < a.length - before && a.at(-1 - behind) === b.at(-1 - behind)) behind++;
  return before + behind;
}
