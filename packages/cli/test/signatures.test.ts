import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, here, rb } from "./rb.js";

const marking = "marking-tlp--55d920b0-5e8b-4f79-9ee9-91f868d9b421";
const unsigned = readFileSync(join(here, "fixtures", "lost-laptop.json"), "utf8");
const privatePem = (key: KeyObject, passphrase?: string): string => {
  const encryption = passphrase === undefined ? {} : { cipher: "aes-256-cbc", passphrase };
  return key.export({ format: "pem", type: "pkcs8", ...encryption } as const) as string;
};
const publicPem = (key: KeyObject): string => key.export({ format: "pem", type: "spki" }) as string;

let scratch = "";
const path = (name: string): string => join(scratch, name);
const read = (name: string): string => readFileSync(path(name), "utf8");
const write = (name: string, text: string): string => {
  writeFileSync(path(name), text);
  return path(name);
};
const at = (...args: readonly string[]) => rb(args, { cwd: scratch });

beforeAll(() => {
  build();
  scratch = mkdtempSync(join(tmpdir(), "rb-signatures-"));
  const acme = generateKeyPairSync("ed25519");
  const other = generateKeyPairSync("ec", { namedCurve: "P-256" });
  write("acme.key", privatePem(acme.privateKey));
  write("acme.pem", publicPem(acme.publicKey));
  write("other.key", privatePem(other.privateKey, "correct horse"));
  write("other.pem", publicPem(other.publicKey));
  write("passphrase", "correct horse\n");
  write("plain.json", unsigned);
  const signed = at("sign", "plain.json", "--key", "acme.key", "--signee", "ACME", "-o", "signed.json");
  expect(signed).toEqual({ code: 0, stdout: "", stderr: "rb: signed.json is signed by ACME: Ed25519.\n" });
  write("changed.json", read("signed.json").replace("Lost laptop", "Lost lap top"));
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("rb sign", () => {
  it("adds to what is there, and nothing of the private key", () => {
    const signed = read("signed.json");
    expect(signed.startsWith(unsigned.trimEnd().slice(0, -1).trimEnd())).toBe(true);
    const { signatures, ...rest } = JSON.parse(signed);
    expect(rest).toEqual(JSON.parse(unsigned));
    expect(signatures).toHaveLength(1);
    const secret = read("acme.key").split("\n")[1] as string;
    expect(signed).not.toContain(secret.slice(-32));
  });

  it("takes the passphrase from the environment or a file, and never from the command line", () => {
    const args = ["sign", "signed.json", "-k", "other.key", "--signee", "Other", "--algorithm", "ES256"];
    const byEnvironment = rb(args, { cwd: scratch, env: { RB_PASSPHRASE: "correct horse" } });
    const byFile = at(...args, "--passphrase-file", "passphrase");
    for (const { code, stdout } of [byEnvironment, byFile]) {
      expect(code).toBe(0);
      write("twice.json", stdout);
      expect(at("verify", "twice.json", "--trust", "acme.pem", "--trust", "other.pem").code).toBe(0);
    }
    expect(at(...args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--passphrase-file") });
    const wrong = rb(args, { cwd: scratch, env: { RB_PASSPHRASE: "wrong" } });
    expect(wrong).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("can't be decrypted") });
  });

  it("countersigns", () => {
    const args = ["--passphrase-file", "passphrase", "--signee", "Other", "--countersign"];
    const { code, stdout } = at("sign", "signed.json", "-k", "other.key", ...args, "1");
    expect(code).toBe(0);
    write("countersigned.json", stdout);
    expect(JSON.parse(stdout).signatures[0]).toMatchObject({ signee: "ACME", signature: { signee: "Other" } });
    const { stdout: shown } = at("verify", "countersigned.json");
    expect(shown).toContain("/signatures/0/signature, which countersigns the one around it");
    expect(at("sign", "signed.json", "-k", "other.key", ...args, "2").code).toBe(2);
    expect(at("sign", "changed.json", "-k", "other.key", ...args, "1")).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("would not verify"),
    });
  });

  it.each([
    ["without a key", ["sign", "plain.json", "--signee", "ACME"], 2, "--key"],
    ["without a name", ["sign", "plain.json", "--key", "acme.key"], 2, "--signee"],
    ["with a public key", ["sign", "plain.json", "--key", "acme.pem", "--signee", "A"], 2, "no private key"],
    ["what is no JSON", ["sign", "acme.pem", "--key", "acme.key", "--signee", "A"], 1, "cli/not-json"],
    ["what isn't there", ["sign", "nothing.json", "--key", "acme.key", "--signee", "A"], 2, "There is no file"],
    [
      "with another key's certificate",
      ["sign", "plain.json", "--key", "acme.key", "--signee", "A", "--cert", "acme.pem"],
      2,
      "no certificate",
    ],
    [
      "until no time",
      ["sign", "plain.json", "--key", "acme.key", "--signee", "A", "--valid-until", "soon"],
      2,
      "no time",
    ],
    [
      "by an algorithm for others",
      ["sign", "plain.json", "--key", "acme.key", "--signee", "A", "--algorithm", "RS256"],
      2,
      "can't be used",
    ],
  ] as const)("refuses %s", (_, args, code, message) => {
    expect(at(...args)).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(message) });
  });
});

describe("rb verify", () => {
  it.each([
    ["signed", ["signed.json"], 0, "✔ verified"],
    ["signed, by whom is trusted", ["signed.json", "--trust", "acme.pem"], 0, "yes, by acme.pem"],
    ["signed, by somebody else", ["signed.json", "--trust", "other.pem"], 1, "signatures/untrusted"],
    ["changed", ["changed.json"], 1, "signatures/does-not-verify"],
    ["not signed", ["plain.json"], 1, "The playbook is not signed."],
    ["several", ["signed.json", "plain.json"], 1, "2 playbooks: 1 verified, 1 not."],
  ] as const)("%s", (_, args, code, text) => {
    const outcome = at("verify", ...args);
    expect(outcome).toMatchObject({ code, stderr: "" });
    expect(outcome.stdout).toContain(text);
  });

  it("as of a time", () => {
    const { stdout } = at(
      "sign",
      "plain.json",
      "-k",
      "acme.key",
      "--signee",
      "A",
      "--valid-from",
      "2030-01-01",
      "--valid-until",
      "2031-01-01",
    );
    write("later.json", stdout);
    expect(at("verify", "later.json", "--at", "2030-06-01").code).toBe(0);
    expect(at("verify", "later.json", "--at", "2031-06-01").stdout).toContain("signatures/expired");
    expect(at("verify", "later.json", "--at", "2029-06-01").stdout).toContain("signatures/not-yet-valid");
    expect(at("verify", "later.json", "--at", "then").code).toBe(2);
  });

  it("trusts what is in a directory", () => {
    mkdirSync(path("trusted"), { recursive: true });
    expect(at("verify", "signed.json", "--trust", "trusted").code).toBe(2);
    write("trusted/acme.pem", read("acme.pem"));
    write("trusted/README", "What is called otherwise is left alone.");
    expect(at("verify", "signed.json", "--trust", "trusted").code).toBe(0);
  });

  it("for programs", () => {
    const { code, stdout } = at("verify", "signed.json", "changed.json", "--trust", "acme.pem", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      verified: false,
      files: [
        {
          file: "signed.json",
          verified: true,
          revoked: false,
          diagnostics: [],
          signatures: [
            {
              pointer: "/signatures/0",
              valid: true,
              trusted: true,
              trusted_by: "acme.pem",
              in_force: true,
              signee: "ACME",
            },
          ],
        },
        {
          verified: false,
          signatures: [{ valid: false, trusted: false, diagnostics: [{ line: expect.any(Number) }] }],
        },
      ],
    });
  });

  it("reads strictly: a member that is there twice could be read in two ways", () => {
    const twice = write("twice.json", read("signed.json").replace("{", '{ "name": "Another",'));
    expect(at("verify", twice)).toMatchObject({ code: 1, stderr: expect.stringContaining("there twice") });
  });

  it.each([
    [["verify", "last", "--trust", "acme.pem"], "'--trust' is about playbooks"],
    [["verify", "signed.json", "--all"], "'--all' is about runs"],
    [["verify", "signed.json", "last"], "one after the other"],
    [["verify", "signed.json", "--trust", "acme.key"], "PRIVATE KEY"],
    [["verify", "signed.json", "--trust", "nobody.pem"], "There is no file"],
    [["verify", "nothing.json"], "There is no file"],
  ] as const)("%j is refused", (args, message) => {
    expect(at(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});

describe("rb run --require-signature", () => {
  const required = ["--require-signature", "--trust", "acme.pem"];
  it("runs what somebody who is trusted has signed", () => {
    const plain = at("run", "signed.json");
    const outcome = at("run", "signed.json", ...required);
    expect(outcome.code).toBe(plain.code);
    expect(outcome.stdout).toBe(plain.stdout);
  });

  it.each([
    ["changed.json", "signatures/does-not-verify"],
    ["plain.json", "signatures/unsigned"],
    [join(here, "fixtures", "restart.yaml"), "only CACAO playbooks have signatures"],
  ])("refuses %s", (file, text) => {
    expect(at("run", file, ...required)).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining(text) });
  });

  it("refuses what somebody else has signed, what is too old, and what was revoked", () => {
    const sign = (file: string, ...options: readonly string[]): string =>
      write("other.json", at("sign", file, "-k", "acme.key", "--signee", "ACME", ...options).stdout);
    const revoked = write("revoked.json", unsigned.replace("{", '{\n  "revoked": true,'));
    const run = (file: string, trust: string) => at("run", file, "--require-signature", "--trust", trust);
    expect(run("signed.json", "other.pem")).toMatchObject({ code: 1, stdout: "" });
    expect(run(sign("plain.json", "--valid-until", "2024-01-01"), "acme.pem")).toMatchObject({ code: 1, stdout: "" });
    expect(run(sign(revoked), "acme.pem")).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("revoked"),
    });
  });

  it("holds for every document that is linked as well", () => {
    const id = "playbook--7b1d3c52-0f1e-4e9a-9a52-2f6d1c0b9e77";
    const step = { type: "playbook-action", name: "Call", playbook_id: id };
    const start = "start--0a7c2f0e-52f4-4c8e-8a5b-8a1d3c0e6f10";
    const call = "playbook-action--9d2b8e14-7c50-4d0b-9c43-5e1f7a2b3c44";
    const end = "end--5c9a1b7e-3d2f-4a6b-8e0c-1f2d3e4a5b66";
    const workflow = {
      [start]: { type: "start", on_completion: call },
      [call]: { ...step, on_completion: end },
      [end]: { type: "end" },
    };
    const sign = (name: string, document: object): string => {
      write(name, JSON.stringify(document));
      return write(name, at("sign", name, "-k", "acme.key", "--signee", "ACME").stdout);
    };
    const caller = sign("caller.json", { ...JSON.parse(unsigned), name: "Caller", workflow, workflow_start: start });
    mkdirSync(path("library"), { recursive: true });
    const callee = { ...JSON.parse(unsigned), id };
    const run = () => at("run", caller, "--library", "library", ...required);
    sign("library/callee.json", callee);
    expect(run().code).toBe(0);
    write("library/callee.json", JSON.stringify(callee));
    expect(run()).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("library/callee.json' has none"),
    });
  });

  it("has to be told whom to trust", () => {
    expect(at("run", "signed.json", "--require-signature")).toMatchObject({ code: 2, stdout: "" });
    expect(at("run", "signed.json", "--trust", "acme.pem")).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("TLP levels", () => {
  const marked = (markings: readonly string[]): string =>
    write("marked.json", JSON.stringify({ ...JSON.parse(unsigned), markings }));

  it("are shown", () => {
    const file = marked([marking]);
    expect(at("validate", file).stdout).toContain("TLP:AMBER");
    expect(JSON.parse(at("validate", file, "-f", "json").stdout).files[0].tlp).toBe("TLP:AMBER");
    expect(at("plan", file).stdout).toContain("\nmarked TLP:AMBER\n");
    expect(JSON.parse(at("plan", file, "--json").stdout).tlp).toBe("TLP:AMBER");
    at("run", file, "--live", "--store", "store", "-i", "__encrypted__=false");
    expect(at("show", "last", "--store", "store").stdout).toMatch(/marked +TLP:AMBER\n/);
    expect(JSON.parse(at("show", "last", "--store", "store", "--json").stdout).tlp).toBe("TLP:AMBER");
  });

  it.each([
    ["clear", [marking], 1],
    ["green", [marking], 1],
    ["amber", [marking], 0],
    ["amber+strict", [marking], 0],
    ["red", [marking], 0],
    ["red", [], 0],
    ["red", ["marking-tlp--00000000-0000-4000-8000-000000000000"], 1],
    ["pink", [marking], 2],
  ])("--max-tlp %s with %j: %d", (level, markings, code) => {
    const outcome = at("run", marked(markings), "--max-tlp", level);
    expect(outcome.code).toBe(code);
    if (code === 1) expect(outcome).toMatchObject({ stdout: "", stderr: expect.stringContaining("rb: refused: ") });
  });
});
