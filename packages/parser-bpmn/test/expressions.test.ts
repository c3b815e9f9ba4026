/** Which language the texts of a document are in, and where it says that it can't tell. */
import { describe, expect, test } from "vitest";
import { parseBpmn } from "../src/index.js";

interface Given {
  readonly condition: string;
  /** On the condition. */
  readonly language?: string;
  /** On the document. */
  readonly expressionLanguage?: string;
  /** What the process declares besides. */
  readonly more?: string;
}

const feelUri = "https://www.omg.org/spec/DMN/20230324/FEEL/";

function parse({ condition, language, expressionLanguage, more = "" }: Given): ReturnType<typeof parseBpmn> {
  const attributes = (name: string, value: string | undefined): string =>
    value === undefined ? "" : ` ${name}="${value}"`;
  const text = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"${attributes("expressionLanguage", expressionLanguage)}>
<process id="p" isExecutable="true">${more}
<startEvent id="s"><outgoing>a</outgoing></startEvent>
<exclusiveGateway id="g" default="c"><incoming>a</incoming><outgoing>b</outgoing><outgoing>c</outgoing></exclusiveGateway>
<sequenceFlow id="a" sourceRef="s" targetRef="g"/>
<sequenceFlow id="b" sourceRef="g" targetRef="e">
<conditionExpression${attributes("language", language)}>${condition}</conditionExpression></sequenceFlow>
<sequenceFlow id="c" sourceRef="g" targetRef="e"/>
<endEvent id="e"><incoming>b</incoming><incoming>c</incoming></endEvent>
</process></definitions>`;
  return parseBpmn(text, { uri: "expressions.bpmn" });
}

function languageOf(given: Given): string {
  const flow = parse(given).bundle?.graphs[0]?.flows.find(({ id }) => id === "b");
  const guard = flow?.guard;
  if (guard === undefined || !("expr" in guard)) return "none";
  return `${guard.expr.language} ${guard.expr.text}`;
}

/** `code line:column reason` of what is said of expressions. */
function said(given: Given): readonly string[] {
  return parse(given)
    .diagnostics.filter(({ code }) => code === "bpmn/expression-not-understood")
    .map(({ origin, message }) => {
      const { start } = origin.kind === "source" ? origin : origin.from;
      return `${start.line}:${start.column} ${/understood \((.*)\),/.exec(message)?.[1]}`;
    });
}

const names =
  '<dataObject id="d" name="Vacation Approval"/><property id="q" name="pre-check"/><property id="r" name="Terms and Conditions"/>';

describe("what a text says itself counts first", () => {
  test.each<[Given, string]>([
    [{ condition: '= status = "open"' }, 'feel status = "open"'],
    [{ condition: "=n > 3", expressionLanguage: "http://www.w3.org/1999/XPath" }, "feel n > 3"],
    [{ condition: "${n == 3}", expressionLanguage: feelUri }, "juel ${n == 3}"],
    [{ condition: "#{n == 3}", language: feelUri }, "juel #{n == 3}"],
  ])("%j", (given, expected) => {
    expect(languageOf(given)).toBe(expected);
  });
});

describe("else what is declared, where that is FEEL", () => {
  test.each<[Given, string]>([
    [{ condition: "n &gt; 3 and m != 1", language: feelUri }, "feel n > 3 and m != 1"],
    [{ condition: "n = 3", expressionLanguage: "http://www.omg.org/spec/DMN/20180521/FEEL/" }, "feel n = 3"],
    [{ condition: "n = 3", language: "FEEL" }, "feel n = 3"],
    [
      {
        condition: "some x in xs satisfies x &gt; 1",
        expressionLanguage: "http://www.omg.org/spec/DMN/20151101/dmn.xsd/DMN/",
      },
      "feel some x in xs satisfies x > 1",
    ],
    // Only the other language makes sense of it.
    [{ condition: "n == 3", language: feelUri }, "juel n == 3"],
  ])("%j", (given, expected) => {
    expect(languageOf(given)).toBe(expected);
  });
});

describe("else it is JUEL, or FEEL where only that makes sense of it", () => {
  test.each<[Given, string]>([
    [{ condition: "n == 3" }, "juel n == 3"],
    [{ condition: "test.contains('a')" }, "juel test.contains('a')"],
    [{ condition: "n = 3", language: "http://groovy.codehaus.org/" }, "feel n = 3"],
    [{ condition: "xs[item &gt; 2] = null" }, "feel xs[item > 2] = null"],
    [{ condition: 'Vacation Approval = "Approved"', more: names }, 'feel Vacation Approval = "Approved"'],
  ])("%j", (given, expected) => {
    expect(languageOf(given)).toBe(expected);
  });

  test("words that nothing declares as a name are just words", () => {
    expect(languageOf({ condition: "the request is urgent" })).toBe("none");
    expect(said({ condition: "the request is urgent" })).toEqual(["7:26 unexpected 'request'"]);
  });
});

describe("XPath that asks for data by the functions of BPMN 2.0.2, 10.4.3, is written down as FEEL", () => {
  test.each<[string, string]>([
    ["bpmn:getDataObject('approved')", "feel `approved`"],
    ["not(getDataObject('approved'))", "feel not ( `approved` )"],
    ["bpmn:getDataObject('order')/total div 2 &gt;= 10", "feel `order`.`total` / 2 >= 10"],
    ["getDataObject('p', 'order')/@state = 'paid' and true()", 'feel `order`.`state` = "paid" and true'],
    ["count(x:getDataInput('items')/item) != 3", "feel count ( `items`.`item` ) != 3"],
    ["getProcessProperty('pre-check') - 1 = 0", "feel `pre-check` - 1 = 0"],
  ])("%s", (condition, expected) => {
    expect(languageOf({ condition })).toBe(expected);
  });

  test.each<[string, string]>([
    ["getDataObject('a') mod 2 = 1", "'mod' of XPath is not understood here"],
    ["getDataObject('a') = child", "'child' of XPath is not understood here"],
    ["getDataObject(name)", "'getDataObject' of XPath is not understood here"],
    ["getDataObject('a') | getDataObject('b')", "this part of XPath is not understood"],
    ["document('file:///etc/passwd') = getDataObject('a')", "'document' of XPath is not understood here"],
  ])("%s is not understood", (condition, expected) => {
    expect(languageOf({ condition })).toBe("none");
    expect(said({ condition }).map((one) => one.replace(/^\d+:\d+ /, ""))).toEqual([expected]);
  });
});

describe("names that are declared", () => {
  test.each<[string, string]>([
    ['= Vacation Approval = "Approved"', 'feel Vacation Approval = "Approved"'],
    ["= pre-check &gt; 1", "feel `pre-check` > 1"],
    ["= pre - check &gt; 1", "feel pre - check > 1"],
    ["=Terms  and Conditions and a.pre-check", "feel `Terms and Conditions` and a.pre-check"],
    ['= "pre-check" = `pre-check`', 'feel "pre-check" = `pre-check`'],
  ])("%s", (condition, expected) => {
    expect(languageOf({ condition, more: names })).toBe(expected);
  });

  test("are variables of the process, and those that nothing declares are asked for", () => {
    const { bundle } = parse({ condition: "= pre-check &gt; limit and people[age &gt; 3] = null", more: names });
    const variables = bundle?.graphs[0]?.region.variables?.map(({ name }) => name);
    expect(variables).toEqual(["Vacation Approval", "pre-check", "Terms and Conditions", "limit", "people"]);
  });
});

describe("what is not understood is said, with its place", () => {
  test.each<[string, string]>([
    ["= n == 3", "7:26 equality is a single '=' in FEEL"],
    ["= n &gt; conut(xs)", "7:31 there is no function 'conut'; did you mean 'count'?"],
    ["=\n  n =", "8:6 something is missing at the end"],
    ["= lookup(n)", "7:24 there is no function 'lookup'"],
    ["${n =}", "7:26 unexpected '='"],
    ["= n &gt; &#x31;&amp; m", "7:37 unexpected '&'"],
    ["\r\n   = n\r\n  == 3", "9:3 equality is a single '=' in FEEL"],
    ["<![CDATA[ = n > 3 && m]]>", "7:40 unexpected '&'"],
    ["<!-- > -->= n ==", "7:36 equality is a single '=' in FEEL"],
  ])("%s", (condition, expected) => {
    const found = said({ condition });
    expect(found).toEqual([expected]);
    expect(languageOf({ condition })).toBe("none");
  });
});

test("an expression that is a literal is its value", () => {
  const guard = (condition: string): unknown =>
    parse({ condition }).bundle?.graphs[0]?.flows.find(({ id }) => id === "b")?.guard;
  expect(guard("= true")).toEqual({ json: true });
  expect(guard('= "yes"')).toMatchObject({ expr: { text: '"yes"' } });
  const text = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><signal id="n" name="= &quot;all clear&quot;"/><process id="p"><startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="e"/><endEvent id="e"><signalEventDefinition signalRef="n"/></endEvent></process></definitions>`;
  const end = parseBpmn(text, { uri: "literal.bpmn" }).bundle?.graphs[0]?.nodes.find(({ id }) => id === "e");
  expect(JSON.stringify(end)).toContain('{"json":"all clear"}');
});

test("a bundle names the languages that it needs", () => {
  const named = (condition: string): readonly string[] | undefined =>
    parse({ condition }).bundle?.languages?.map(({ name }) => name);
  expect(named("n == 3")).toEqual(["juel"]);
  expect(named("= n = 3")).toEqual(["juel", "feel"]);
});

test("a timer that is declared to be in FEEL is computed, unless it is a time as it stands", () => {
  const timer = (text: string): unknown => {
    const body = `<startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="t"/><intermediateCatchEvent id="t"><timerEventDefinition><timeDuration language="${feelUri}">${text}</timeDuration></timerEventDefinition></intermediateCatchEvent>`;
    const document = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">${body}</process></definitions>`;
    return JSON.stringify(
      parseBpmn(document, { uri: "timer.bpmn" }).bundle?.graphs[0]?.nodes.find(({ id }) => id === "t"),
    );
  };
  expect(timer('duration("PT10S")')).toContain('"language":"feel"');
  expect(timer("PT10S")).not.toContain('"language"');
});

describe("a rest of markup behind a condition", () => {
  test.each([
    ['name.contains("a")&gt;', 'juel name.contains("a")'],
    ["${n == 1}]]&gt;", "juel ${n == 1}"],
    ["= n = 1 /&gt;", "feel n = 1"],
    ["a == 1 &amp;&amp; b &lt; 2 &gt;", "juel a == 1 && b < 2"],
  ])("%s is left out, with a warning", (condition, read) => {
    expect(languageOf({ condition })).toBe(read);
    const codes = parse({ condition }).diagnostics.map(({ code }) => code);
    expect(codes).toContain("bpmn/expression-debris");
    expect(codes).not.toContain("bpmn/expression-not-understood");
  });

  test.each(["n &gt;", "a == 1 &amp;&amp; b &gt;", "n + 1 &gt;"])("%s lacks its right side", (condition) => {
    expect(languageOf({ condition })).toBe("none");
    expect(said({ condition })).toHaveLength(1);
  });
});
