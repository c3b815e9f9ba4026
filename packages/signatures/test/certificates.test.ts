import type { JsonObject } from "@rb/ir";
import { describe, expect, it } from "vitest";
import { metadata, signedByHand } from "./by-hand.js";
import { type CertificateSpec, certificate, ecPair, pem } from "./certificates.js";
import { codes, nowMs, playbook, signed, trusting, verified } from "./playbook.js";

const [rootKey, middleKey, leafKey, strangerKey] = [ecPair(), ecPair(), ecPair(), ecPair()];
const rootSpec: CertificateSpec = { subject: "Root", key: rootKey, isCa: true, usage: 0x04 };
const middleSpec: CertificateSpec = { subject: "Middle", key: middleKey, issuer: rootSpec, isCa: true, usage: 0x04 };
const leafSpec: CertificateSpec = { subject: "ACME", key: leafKey, issuer: middleSpec, isCa: false, usage: 0x80 };
const root = certificate(rootSpec);
const middle = certificate(middleSpec);
const leaf = certificate(leafSpec);
const asPem = (...ders: readonly Buffer[]): string => ders.map((der) => pem("CERTIFICATE", der)).join("");
const trust = trusting(asPem(root));

function check(chain: readonly Buffer[], store = trust) {
  const unsigned = { ...metadata("ES256"), public_cert_chain: chain.map((der) => der.toString("base64")) };
  const report = verified(signedByHand(playbook, unsigned, leafKey.privateKey), { trust: store });
  return { report, one: report.signatures[0], codes: codes(report) };
}

describe("a chain of certificates", () => {
  it("leads to one of the store", () => {
    const { one, codes } = check([leaf, middle]);
    expect(codes).toEqual([]);
    expect(one).toMatchObject({
      valid: true,
      trustedBy: "0.pem",
      key: { from: "public_cert_chain", subject: "CN=ACME" },
    });
  });

  it("may have the one of the store in it", () => {
    expect(check([leaf, middle, root]).one?.trustedBy).toBe("0.pem");
    expect(check([leaf, middle, certificate({ ...rootSpec, key: strangerKey })]).one?.trustedBy).toBe("0.pem");
  });

  it("ends at an intermediate one of the store, or at the signer's own", () => {
    expect(check([leaf], trusting(asPem(middle))).one?.trustedBy).toBe("0.pem");
    expect(check([leaf], trusting(asPem(leaf))).one?.trustedBy).toBe("0.pem");
  });

  const issued = (change: Partial<CertificateSpec>): Buffer => certificate({ ...leafSpec, ...change });
  const between = (change: Partial<CertificateSpec>): Buffer => certificate({ ...middleSpec, ...change });
  const selfSigned = certificate({ subject: "ACME", key: leafKey });
  const forgedRoot = certificate({ ...rootSpec, key: strangerKey });
  it.each([
    ["nothing of the store", [leaf], "no-anchor"],
    ["signed by itself", [selfSigned], "no-anchor"],
    [
      "only another root of the same name",
      [leaf, middle, forgedRoot],
      "certificate-issuer",
      trusting(asPem(forgedRoot)),
    ],
    ["issued by another than follows", [leaf, certificate({ ...middleSpec, key: strangerKey })], "certificate-issuer"],
    ["in the wrong order", [leaf, root, middle], "certificate-issuer"],
    ["expired", [issued({ until: "2026-02-28T00:00:00Z" }), middle], "certificate-expired"],
    ["not yet valid", [issued({ from: "2026-03-02T00:00:00Z" }), middle], "certificate-not-yet-valid"],
    ["an authority's expired", [leaf, between({ until: "2026-02-28T00:00:00Z" })], "certificate-expired"],
    ["issued by who is no authority", [leaf, between({ isCa: false })], "certificate-not-ca"],
    [
      "issued by who doesn't say so",
      [leaf, certificate({ subject: "Middle", key: middleKey, issuer: rootSpec })],
      "certificate-not-ca",
    ],
    ["issued by who may not issue", [leaf, between({ usage: 0x80 })], "certificate-usage"],
    ["not for signing", [issued({ usage: 0x20 }), middle], "certificate-usage"],
    ["for web sites", [issued({ purposes: ["1.3.6.1.5.5.7.3.1"] }), middle], "certificate-usage"],
    ["critical and not understood", [issued({ critical: ["1.2.3.4"] }), middle], "certificate-extension"],
    ["bound to names", [leaf, between({ critical: ["2.5.29.30"] })], "certificate-extension"],
    ["bound to names, though not critically", [leaf, between({ uncritical: ["2.5.29.30"] })], "certificate-extension"],
    ["signed with SHA-1", [issued({ hash: "sha1" }), middle], "certificate-weak"],
  ] as const)("%s", (_, chain, code, store = trust) => {
    const { one, codes } = check(chain, store);
    expect(one?.valid).toBe(true);
    expect([one?.trustedBy, ...codes]).toEqual([null, code]);
  });

  it("allows only so many authorities below one", () => {
    const narrow = trusting(asPem(certificate({ ...rootSpec, pathLength: 0 })));
    expect(check([leaf, middle], narrow).codes).toEqual(["certificate-path-length"]);
    expect(check([leaf, middle], trusting(asPem(certificate({ ...rootSpec, pathLength: 1 })))).codes).toEqual([]);
  });

  it("leads to the authority's certificate that is valid, however many others the store has of it", () => {
    const expired = certificate({ ...rootSpec, until: "2026-02-28T00:00:00Z" });
    const early = certificate({ ...rootSpec, from: "2026-03-02T00:00:00Z" });
    for (const others of [
      [expired, root, early],
      [early, expired, root],
      [root, expired],
    ])
      expect(check([leaf, middle], trusting(asPem(...others))).codes).toEqual([]);
    expect(check([leaf, middle], trusting(asPem(expired, early))).codes).toEqual(["certificate-expired"]);
  });

  it("may have extensions that nobody has to understand", () => {
    expect(check([issued({ uncritical: ["1.2.3.4"] }), middle]).codes).toEqual([]);
  });

  it.each(["1.3.6.1.5.5.7.3.3", "1.3.6.1.5.5.7.3.36", "2.5.29.37.0"])("may be for purpose %s", (purpose) => {
    expect(check([issued({ purposes: ["1.3.6.1.5.5.7.3.1", purpose] }), middle]).one?.trustedBy).toBe("0.pem");
  });
});

describe("one certificate", () => {
  it("is found by its thumbprint", () => {
    const store = trusting(asPem(leaf));
    const [thumbprint = ""] = store.certificates.keys();
    const document = signedByHand(playbook, { ...metadata("ES256"), thumbprint }, leafKey.privateKey);
    expect(verified(document, { trust: store }).signatures[0]).toMatchObject({ valid: true, trustedBy: "0.pem" });
  });

  it("of the store speaks for a key alone, as long as it is valid", () => {
    const document = signed(playbook, leafKey);
    const store = trusting(asPem(leaf));
    expect(verified(document, { trust: store }).signatures[0]?.trustedBy).toBe("0.pem");
    const renewed = certificate({ ...leafSpec, from: "2026-01-01T00:00:00Z" });
    const expired = certificate({ ...leafSpec, until: "2026-02-28T00:00:00Z" });
    for (const some of [
      [expired, renewed],
      [renewed, expired],
    ])
      expect(codes(verified(document, { trust: trusting(asPem(...some)) }))).toEqual([]);
    expect(codes(verified(document, { trust: trusting(asPem(expired)) }))).toEqual(["certificate-expired"]);
    const late = verified(document, { trust: store, nowMs: Date.parse("2041-01-01T00:00:00Z") });
    expect(codes(late)).toEqual(["certificate-expired"]);
  });

  it("comes from a link only if the caller got it there", () => {
    const unsigned: JsonObject = { ...metadata("ES256"), cert_url: "https://example.com/acme.pem" };
    const document = signedByHand(playbook, unsigned, leafKey.privateKey);
    const asked: string[] = [];
    const certificatesAt = (url: string): string => {
      asked.push(url);
      return asPem(leaf, middle);
    };
    expect(verified(document, { trust, certificatesAt }).signatures[0]).toMatchObject({
      valid: true,
      trustedBy: "0.pem",
    });
    expect(asked).toEqual(["https://example.com/acme.pem"]);
    expect(codes(verified(document, { trust }))).toEqual(["certificate-not-fetched"]);
  });

  it("is written into signatures that are made with it", () => {
    const document = signed(playbook, leafKey, { certificates: asPem(leaf, middle) });
    expect(verified(document, { trust }).signatures[0]).toMatchObject({ valid: true, trustedBy: "0.pem" });
    expect(() => signed(playbook, leafKey, { certificates: asPem(middle) })).toThrow("not that of the key");
    expect(() => signed(playbook, leafKey, { certificates: "nothing", nowMs })).toThrow("no certificate");
  });
});
