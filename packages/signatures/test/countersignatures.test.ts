import { verify } from "node:crypto";
import type { JsonObject } from "@rb/ir";
import { describe, expect, it } from "vitest";
import { levelsOf } from "../src/index.js";
import { canonical, hexOf } from "./by-hand.js";
import { keys, playbook, publicPem, signed, trusting, verified } from "./playbook.js";

const once = signed(playbook, keys.rsa);
const twice = signed(once, keys.ed25519, { countersigned: 0 });
const thrice = signed(twice, keys.p256, { countersigned: 0 });
const first = (document: JsonObject): JsonObject => (document.signatures as readonly JsonObject[])[0] as JsonObject;
const levels = (document: JsonObject) => {
  const [one] = verified(document).signatures;
  return one === undefined ? [] : levelsOf(one);
};

describe("a countersignature", () => {
  it("covers the playbook and the signatures around it, with their values (ITU-T X.590, 7.2)", () => {
    const outer = first(twice);
    const { value, ...unsigned } = outer.signature as JsonObject;
    const text = canonical({ ...playbook, signatures: [{ ...outer, signature: unsigned }] });
    const { publicKey } = keys.ed25519;
    expect(verify(null, hexOf(text), publicKey, Buffer.from(String(value), "base64url"))).toBe(true);
    expect(levels(twice)).toMatchObject([
      { pointer: "/signatures/0", covers: "playbook", valid: true },
      { pointer: "/signatures/0/signature", covers: "playbook and signatures around it", valid: true },
    ]);
  });

  it("leaves what it signs as it was", () => {
    const { signature: _, ...rest } = first(twice);
    expect(rest).toEqual(first(once));
  });

  it("may be countersigned itself", () => {
    expect(levels(thrice).map(({ valid, algorithm }) => [valid, algorithm])).toEqual([
      [true, "RS256"],
      [true, "Ed25519"],
      [true, "ES256"],
    ]);
  });

  it("is worth nothing on a signature that isn't valid", () => {
    const changed = { ...thrice, name: "Another name" };
    expect(levels(changed).map(({ valid }) => valid)).toEqual([false, false, false]);
    // What the signature says of itself is covered by the countersignature as well, and so is its value.
    const outer = { ...first(twice), signee: "Somebody else" };
    expect(levels({ ...twice, signatures: [outer] }).map(({ valid }) => valid)).toEqual([false, false]);
    const [, inner] = levels(
      signed({ ...twice, signatures: [{ ...first(once), value: "AAAA" }] }, keys.p256, { countersigned: 0 }),
    );
    expect(inner?.valid).toBe(false);
    expect(inner?.diagnostics.map(({ code }) => code)).toEqual(["signatures/countersigned-invalid"]);
  });

  it("does not carry over to another signature", () => {
    const inner = first(twice).signature as JsonObject;
    const moved = { ...first(signed(playbook, keys.otherRsa)), signature: inner };
    expect(levels({ ...playbook, signatures: [moved] }).map(({ valid }) => valid)).toEqual([true, false]);
  });

  it("can be trusted where what it signs isn't", () => {
    const trust = trusting(publicPem(keys.ed25519));
    const [one] = verified(twice, { trust }).signatures;
    expect(one).toMatchObject({ trustedBy: null, countersignature: { trustedBy: "0.pem" } });
  });

  it("has to be an object, and not too deep inside", () => {
    const text = { ...once, signatures: [{ ...first(once), signature: "x" }] };
    expect(levels(text)[0]?.diagnostics.map(({ code }) => code)).toEqual(["signatures/bad-countersignature"]);
    expect(() => signed(text, keys.p256, { countersigned: 0 })).toThrow();
    expect(() => signed(once, keys.p256, { countersigned: 1 })).toThrow("number 2");
    let deep: JsonObject = {};
    for (let level = 0; level < 20; level++) deep = { signature: deep };
    expect(verified({ ...playbook, signatures: [deep] }).diagnostics[0]?.code).toBe("signatures/too-deep");
  });
});
