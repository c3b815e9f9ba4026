import { once } from "node:events";
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, here, rb, start } from "./rb.js";

let scratch = "";
const file = (name: string, content: string | Buffer): string => {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return path;
};

beforeAll(() => {
  build();
  scratch = mkdtempSync(join(tmpdir(), "rb-cli-"));
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const playbook = "fixtures/lost-laptop.json";
const runbook = "fixtures/restart.yaml";
const process_ = "fixtures/invoice.bpmn";

describe("what people read", () => {
  it.each([
    ["help", ["help"]],
    ["help-run", ["help", "run"]],
    ["validate-good", ["validate", playbook, process_]],
    ["validate-bad", ["validate", "fixtures/dangling.bpmn"]],
    ["plan-cacao", ["plan", playbook, "-i", "__encrypted__=false"]],
    ["plan-bpmn", ["plan", process_]],
    ["run-cacao", ["run", playbook]],
    ["run-cacao-pinned", ["run", playbook, "--answers", "fixtures/answers.yaml", "-i", "__encrypted__=false"]],
    ["run-bpmn", ["run", process_]],
    ["run-pools", ["run", "fixtures/pools.bpmn"]],
    ["validate-runbook", ["validate", runbook]],
    ["plan-runbook", ["plan", runbook, "-i", "host=web-1"]],
    ["run-runbook", ["run", runbook, "-i", "host=web-1", "--answers", "fixtures/restart-answers.yaml"]],
    ["graph-mermaid", ["graph", process_]],
    ["graph-dot", ["graph", playbook, "--format", "dot"]],
    ["graph-svg", ["graph", process_, "--format", "svg"]],
    ["ir", ["ir", process_]],
  ])("%s", async (name, args) => {
    const { code, stdout, stderr } = rb(args);
    const transcript = `$ rb ${args.join(" ")}\n${stdout}${stderr === "" ? "" : `---- stderr\n${stderr}`}---- exit ${code}\n`;
    await expect(transcript).toMatchFileSnapshot(`transcripts/${name}.txt`);
  });
});

describe("a dry run's clock", () => {
  const clock = (name: string): string =>
    file(
      name,
      'apiVersion: rb/v1\nkind: Runbook\nmetadata: {name: r}\nsteps:\n  - {id: a, run: [echo, "${{ $now() }}"]}\n  - {id: b, when: $toMillis($now()) > 1500000000000, run: [echo]}\n',
    );

  it("begins now", () => {
    const { stdout } = rb(["run", clock("now.yaml")]);
    expect(stdout).toContain(`["echo", "${new Date().getUTCFullYear()}-`);
    expect(stdout).toContain("≈ b");
    expect(rb(["plan", clock("now.yaml"), "--simulate"]).stdout).toMatch(/^ +pending +b$/m);
  });

  it("begins when --at says", () => {
    const { stdout } = rb(["run", clock("at.yaml"), "--at", "2001-01-31T08:00Z"]);
    expect(stdout).toContain('["echo", "2001-01-31T08:00:00.000Z"]');
    expect(stdout).not.toContain("≈ b");
    expect(rb(["plan", clock("at.yaml"), "--simulate", "--at", "2001-01-31"]).stdout).toMatch(/^ +skipped +b$/m);
    expect(rb(["pack", "run", clock("at.yaml"), "--at", "2001-01-31"]).stdout).toContain('"2001-01-31T00');
  });

  it.each([
    [["run", "--live", "--at", "2001-01-31"], /'--at' is for dry runs/],
    [["plan", "--at", "2001-01-31"], /'--at' is for simulations/],
    [["run", "--at", "soon"], /'--at soon' is no time/],
  ])("%j", (args, why) => {
    const { code, stderr } = rb([...args, clock("no.yaml")]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(why)]);
  });
});

describe("exit codes and bad input", () => {
  it.each<[string, () => string[], number, RegExp]>([
    ["a missing file", () => ["validate", join(scratch, "none.json")], 2, /cli\/file-not-found/],
    ["a directory", () => ["validate", scratch], 2, /cli\/is-directory/],
    ["a pattern without a match", () => ["validate", join(scratch, "*.none")], 2, /cli\/no-match/],
    ["a file that is larger than the limit", () => ["validate", huge()], 2, /cli\/too-large.*104857600/],
    ["an empty file", () => ["validate", file("empty.json", "")], 1, /loader\/empty/],
    ["only white space", () => ["validate", file("blank.yaml", " \n\n")], 1, /loader\/empty/],
    ["a binary file", () => ["validate", file("a.bpmn", Buffer.from([0x89, 0x50, 0, 1, 2]))], 1, /loader\/binary/],
    [
      "not UTF-8",
      () => ["validate", file("latin.json", Buffer.from('{"type":"playbook","name":"caf\xe9"}', "latin1"))],
      2,
      /cli\/not-utf8/,
    ],
    ["another format", () => ["validate", file("x.bpmn", "<html></html>")], 1, /loader\/unknown-format.*<html>/],
    ["plain text", () => ["validate", file("x.txt", "Dear all")], 1, /loader\/unknown-format/],
    ["malformed XML", () => ["validate", file("m.bpmn", "<definitions><process></definitions>")], 1, /error\[bpmn\//],
    ["malformed JSON", () => ["validate", file("m.json", '{"type":"playbook",,}')], 1, /error\[cacao\//],
    ["an unknown step", () => ["validate", "fixtures/unknown-step.json"], 1, /cacao\/unknown-step/],
    ["a dangling reference", () => ["validate", "fixtures/dangling.bpmn"], 1, /bpmn\/dangling-sequence-flow/],
    [
      "a document type with entities",
      () => ["validate", file("e.bpmn", '<!DOCTYPE d [<!ENTITY a "b">]><definitions>&a;</definitions>')],
      1,
      /error\[bpmn\//,
    ],
    [
      "XML nested 100,000 deep",
      () => ["validate", file("d.bpmn", `<definitions>${"<a>".repeat(100_000)}`)],
      1,
      /error\[bpmn\//,
    ],
    [
      "JSON nested 100,000 deep",
      () => ["validate", file("d.json", `{"type":"playbook","a":${"[".repeat(100_000)}`)],
      1,
      /error\[cacao\//,
    ],
    [
      "a graph nested 100,000 deep",
      () => ["validate", file("g.json", `{"main":"a","graphs":${"[".repeat(100_000)}`)],
      1,
      /loader\/graph-syntax/,
    ],
    [
      "a graph of the wrong shape",
      () => ["validate", file("s.json", '{"version":1,"main":"a","graphs":[{}]}')],
      1,
      /loader\/graph-shape/,
    ],
    ["an unknown input", () => ["run", playbook, "-i", "nonsense"], 2, /no '='/],
    [
      "inputs that are no object",
      () => ["run", playbook, "--inputs", file("i.yaml", "- a")],
      2,
      /has to hold an object/,
    ],
    [
      "inputs that are no YAML",
      () => ["run", playbook, "--inputs", file("j.yaml", "a: [")],
      2,
      /j\.yaml:1:\d+: error\[runbook\/yaml-syntax\]/,
    ],
    [
      "YAML with aliases",
      () => ["run", playbook, "--inputs", file("k.yaml", "a: &x [1]\nb: *x")],
      2,
      /error\[runbook\/yaml-a/,
    ],
    ...[
      ["a number that is none", "a: .nan", /l\.yaml:1:4: error\[runbook\/yaml-number\]/],
      ["a tag", "%YAML 1.1\n---\na: !!set {b, c}", /yaml-directive/],
      ["half a character", '{"a":"\\ud800"}', /yaml-surrogate/],
      [
        "a key that repaints the terminal",
        '? ["\\x9b31mX\\u202eY"]\n: 1\nsteps: {}',
        /^[^\x9b\u202e]*yaml-key[^\x9b\u202e]*$/,
      ],
      ["lists nested 5,000 deep", `{"a":${"[".repeat(5000)}${"]".repeat(5000)}}`, /too-deep/],
      ["a million values", `a: [${"a,".repeat(500_000)}a]`, /too-many-values/],
    ].map(([what, text, pattern]): [string, () => string[], number, RegExp] => [
      `data with ${what}`,
      () => ["run", playbook, "--answers", file("l.yaml", text as string)],
      2,
      pattern as RegExp,
    ]),
    [
      "answers in an unknown section",
      () => ["run", playbook, "--answers", file("a.yaml", "step: {}")],
      2,
      /Did you mean 'steps'/,
    ],
    [
      "an answer without an outcome",
      () => ["run", playbook, "--answers", file("b.yaml", "steps: {a: 1}")],
      2,
      /output: …/,
    ],
    [
      "an output that can't be written",
      () => ["graph", playbook, "-o", join(scratch, "no", "x.svg")],
      2,
      /can't be written/,
    ],
    ["a picture that can't be drawn", () => ["graph", playbook, "-o", join(scratch, "x.PNG")], 2, /draws no \.png/],
    ["no command", () => [], 2, /Usage: rb COMMAND/],
    ["an unknown command", () => ["valdate", playbook], 2, /Did you mean 'validate'/],
    ["an unknown option", () => ["validate", "--strickt", playbook], 2, /Did you mean '--strict'/],
    ["an option without its value", () => ["validate", playbook, "--format"], 2, /needs a value/],
    ["a flag with a value", () => ["validate", playbook, "--strict=yes"], 2, /takes no value/],
    ["a value that is none of the choices", () => ["validate", playbook, "--format=jsn"], 2, /Did you mean 'json'/],
    ["a number that is none", () => ["validate", playbook, "--max-bytes=lots"], 2, /whole number/],
    ["no file", () => ["validate"], 2, /A file is missing/],
    ["one file too many", () => ["run", playbook, process_], 2, /one operand too many/],
    ["help for nothing", () => ["help", "nothing"], 2, /There is no command/],
  ])("%s", (_, args, code, says) => {
    const outcome = rb(args());
    const all = outcome.stdout + outcome.stderr;
    expect(all).toMatch(says);
    expect(all).not.toMatch(/^ {4}at /m);
    expect(all).not.toContain("cli/internal");
    expect(outcome.code).toBe(code);
  });

  it.skipIf(process.getuid?.() === 0)("a file that may not be read", () => {
    const path = file("secret.json", "{}");
    chmodSync(path, 0);
    expect(rb(["validate", path])).toMatchObject({ code: 2, stdout: expect.stringContaining("cli/unreadable") });
  });

  it("warnings fail only when they are asked to", () => {
    const text = readFileSync(join(here, "fixtures/invoice.bpmn"), "utf8").replace(
      "<endEvent",
      '<endEvent id="x"/><endEvent',
    );
    const path = file("warning.bpmn", text);
    expect(rb(["validate", path]).code).toBe(0);
    expect(rb(["validate", "--strict", path]).code).toBe(1);
  });

  it("checks every file, whatever is wrong with one of them", () => {
    const { code, stdout } = rb(["validate", "none.json", playbook, "fixtures/dangling.bpmn"]);
    expect(code).toBe(2);
    expect(stdout).toContain("3 files: 1 valid, 2 not");
  });

  it("finds files by pattern, sorted, and reads standard input", () => {
    const { stdout } = rb(["validate", "fixtures/{lost,inv}*"]);
    expect(stdout.indexOf("invoice.bpmn")).toBeLessThan(stdout.indexOf("lost-laptop.json"));
    const text = readFileSync(join(here, playbook));
    expect(rb(["validate", "-"], { stdin: text })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("✔ valid  -"),
    });
  });

  it("reads UTF-16 with a byte order mark", () => {
    const text = readFileSync(join(here, playbook), "utf8");
    expect(rb(["validate", file("utf16.json", Buffer.from(`\ufeff${text}`, "utf16le"))]).code).toBe(0);
  });
});

describe("what programs read", () => {
  it("validate --format json", () => {
    const { code, stdout } = rb(["validate", "--format", "json", "fixtures/dangling.bpmn", "none.bpmn"]);
    expect(code).toBe(2);
    const report = JSON.parse(stdout);
    expect(Object.keys(report)).toEqual(["version", "valid", "errors", "warnings", "files"]);
    expect(report.files[1]).toMatchObject({ file: "none.bpmn", format: null, valid: false });
    expect(report.files[0].diagnostics[0]).toMatchObject({
      code: "bpmn/dangling-sequence-flow",
      severity: "error",
      message: expect.any(String),
      help: expect.any(String),
      file: "fixtures/dangling.bpmn",
      line: 4,
      column: 5,
      pointer: expect.any(String),
    });
  });

  it("run --json: what is run, every record, the result", () => {
    const { code, stdout } = rb(["run", "--json", playbook]);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(lines[0]).toMatchObject({
      type: "run",
      version: 1,
      format: "cacao",
      mode: "dry-run",
      plan: expect.stringMatching(/^sha256:/),
    });
    expect(lines.slice(1, -1).every((line) => line.type === "record" && typeof line.record.type === "string")).toBe(
      true,
    );
    expect(lines.slice(1, -1).some((line) => line.world > 0 && line.conditional)).toBe(true);
    expect(lines.at(-1)).toMatchObject({ type: "result", status: "completed", incidents: [], waiting: [] });
  });

  it("plan --json: the hash is that of the run", () => {
    const args = [playbook, "--json", "-i", "__encrypted__=true"];
    const plan = JSON.parse(rb(["plan", ...args]).stdout);
    const [first = ""] = rb(["run", ...args]).stdout.split("\n");
    expect(plan.hash).toBe(JSON.parse(first).plan);
    expect(plan.effects).toEqual([{ executor: "http", steps: ["Wipe it"] }]);
  });

  it("ir gives what can be read again", () => {
    const { stdout } = rb(["ir", process_]);
    const again = rb(["ir", "--canonical", "-"], { stdin: stdout });
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(stdout));
    expect(again.stdout.trimEnd()).not.toContain("\n");
  });

  it("graph -o draws by the name of the file", () => {
    const path = join(scratch, "p.svg");
    expect(rb(["graph", process_, "-o", path, "--direction", "down"])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(path, "utf8")).toMatch(/^<svg /);
  });
});

describe("inputs", () => {
  it("read as what is declared, and say when they are not", () => {
    const { stderr } = rb(["run", playbook, "-i", "encryptd=true"]);
    expect(stderr).toContain("Did you mean 'encrypted'?");
  });

  it("may be YAML that begins with a brace", () => {
    const inputs = file("flow.yaml", "{ encrypted: true } # known\n");
    expect(rb(["run", playbook, "--inputs", inputs]).stdout).toContain("Never reached\n  Wipe it:");
  });

  it("of the wrong type are refused before anything runs", () => {
    const wrong = rb(["run", playbook, "-i", "encrypted=perhaps"]);
    expect(wrong).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^rb: Input 'encrypted': /) });
  });

  it("decide the way, so that no other is explored", () => {
    const given = rb(["run", playbook, "-i", "encrypted=true"]);
    expect(given.stdout).toContain("Never reached\n  Wipe it:");
    expect(given.stdout).not.toContain("≈ Wipe it");
  });

  it("that are secrets come as references only, and stay that", () => {
    const value = rb(["run", runbook, "-i", "host=a", "-i", "token=hunter2"]);
    expect(value).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("never the value") });
    expect(value.stderr).not.toContain("hunter2");
    const reference = rb(["run", runbook, "-i", "host=a", "-i", "token=secret://vault/other"]);
    expect(reference.stdout).toContain("Bearer ‹secret://vault/other›");
  });

  it("later ones win over those of a file", () => {
    const inputs = file("in.json", '{"__encrypted__": true}');
    expect(rb(["run", playbook, "--inputs", inputs, "-i", "__encrypted__=false"]).stdout).toContain("≈ Wipe it");
  });
});

describe("answers", () => {
  it("for nothing in the document are not passed over in silence", () => {
    const answers = file("idle.yaml", "steps: { Wipe ti: { output: 1 } }\nchoices: { Nobody: x }\n");
    const { code, stderr } = rb(["run", playbook, "--answers", answers]);
    expect(code).toBe(0);
    expect(stderr).toBe(
      "rb: The answer 'steps: Wipe ti' is for nothing in the document. Did you mean 'Wipe it'?\n" +
        "rb: The answer 'choices: Nobody' is for nothing in the document.\n",
    );
  });
});

describe("live runs", () => {
  const store = (): NodeJS.ProcessEnv => ({ RB_STORE: join(scratch, "store") });

  it("wait for people, and refuse what nobody is there to do", () => {
    const missing = rb(["run", "--live", playbook], { env: store() });
    expect(missing).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--input encrypted=…") });

    const waiting = rb(["run", "--live", playbook, "-i", "__encrypted__=false"], { env: store() });
    expect(waiting.stdout).toContain("◎ Waiting (live)");
    expect(waiting.stdout).toContain("a person to do 'Call the owner'");
    expect(waiting.code).toBe(1);

    const answers = file("live.yaml", "steps: { Call the owner: { output: null } }");
    const refused = rb(["run", "--live", playbook, "--answers", answers, "-i", "__encrypted__=false"], {
      env: store(),
    });
    expect(refused.stdout).toContain("no executor is installed for 'http'");
    expect(refused.code).toBe(1);
  });

  it("end with 130 when interrupted", async () => {
    const waiting = start(["run", "--live", "fixtures/pause.bpmn"], store());
    waiting.stdout?.once("data", () => setTimeout(() => waiting.kill("SIGINT"), 200));
    const [code] = await once(waiting, "exit");
    expect(code).toBe(130);
  });
});

describe("terminals", () => {
  it("get no control character from a document", () => {
    const hostile = "\u001b]0;owned\u0007\u001b[2J\u202egnp\u0085";
    const text = readFileSync(join(here, playbook), "utf8").replaceAll("Wipe it", JSON.stringify(hostile).slice(1, -1));
    const path = file("hostile.json", text);
    for (const args of [
      ["run"],
      ["plan"],
      ["graph"],
      ["graph", "-f", "dot"],
      ["graph", "-f", "svg"],
      ["run", "--json"],
      ["ir"],
    ]) {
      const { stdout, stderr } = rb([...args, path]);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
    expect(rb(["run", path]).stdout).toContain("␛]0;owned");
    expect(rb(["validate", join(scratch, "\u001b[2Jnone.json")]).stdout).not.toContain("\u001b");
  });

  it("get colours only where they are wanted", () => {
    const colour = "\u001b[";
    expect(rb(["validate", playbook]).stdout).not.toContain(colour);
    expect(rb(["validate", playbook], { env: { FORCE_COLOR: "1" } }).stdout).toContain(colour);
    expect(rb(["validate", playbook], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } }).stdout).not.toContain(colour);
  });

  it("may close early", async () => {
    const child = start(["ir", process_]);
    child.stdout?.destroy();
    let stderr = "";
    child.stderr?.on("data", (chunk) => {
      stderr += chunk;
    });
    const [code] = await once(child, "exit");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});

/** 100 MB that take no room on the disk. */
function huge(): string {
  const directory = join(scratch, "huge");
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "huge.bpmn");
  const handle = openSync(path, "w");
  ftruncateSync(handle, 100 * 1024 * 1024);
  closeSync(handle);
  return path;
}
