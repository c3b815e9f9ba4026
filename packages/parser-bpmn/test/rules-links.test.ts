import { checkRuleCases, drawn, flow } from "./rule-cases.js";

const throws = (id: string, definition: string): string =>
  `<intermediateThrowEvent id="${id}">${definition}</intermediateThrowEvent>${flow("t", id)}`;
const catches = (id: string, definition: string): string =>
  `<intermediateCatchEvent id="${id}">${definition}</intermediateCatchEvent>${flow(id, "e")}`;
const link = (id: string, more: string, ...content: readonly string[]): string =>
  `<linkEventDefinition id="${id}"${more}>${content.join("")}</linkEventDefinition>`;
const source = (id: string): string => `<source>${id}</source>`;
const target = (id: string): string => `<target>${id}</target>`;
const named = ' name="n"';

/** A throw on line 4 and a catch on line 5 that name each other. */
const pair = drawn(throws("a", link("ad", "", target("bd"))), catches("b", link("bd", "", source("ad"))));
/** The same by name alone. */
const byName = drawn(throws("a", link("ad", named)), catches("b", link("bd", named)));
const inside = (content: string): string =>
  `<subProcess id="u"><startEvent id="us"/><endEvent id="ue"/>${flow("us", "ue")}${content}</subProcess>${flow("t", "u")}${flow("u", "e")}`;

checkRuleCases([
  {
    name: "a throw without a catch",
    bad: drawn(throws("a", link("ad", named))),
    says: ["error link-without-partner 4:1"],
    good: byName,
  },
  {
    name: "a catch without a throw",
    bad: drawn(catches("b", link("bd", named))),
    says: ["warning link-never-thrown 4:1"],
    good: byName,
  },
  {
    name: "a target that doesn't name its throw back",
    bad: drawn(throws("a", link("ad", "", target("bd"))), catches("b", link("bd", ""))),
    says: ["error link-not-mutual 4:61"],
    good: pair,
  },
  {
    name: "a source that leads elsewhere",
    bad: drawn(
      throws("a", link("ad", "", target("bd"))),
      catches("b", link("bd", "", source("ad"))),
      catches("c", link("cd", "", source("ad"))),
    ),
    says: ["error link-not-mutual 6:61"],
    good: drawn(
      throws("a", link("ad", "", target("bd"))),
      throws("c", link("cd", "", target("bd"))),
      catches("b", link("bd", "", source("ad"), source("cd"))),
    ),
  },
  {
    name: "a throw without a target that a catch names",
    bad: drawn(throws("a", link("ad", "")), catches("b", link("bd", "", source("ad")))),
    says: ["warning link-without-target 4:1"],
    good: pair,
  },
  {
    name: "two targets",
    bad: drawn(
      throws("a", link("ad", "", target("bd"), target("cd"))),
      catches("b", link("bd", "", source("ad"))),
      catches("c", link("cd", "")),
    ),
    says: ["warning link-targets 4:80"],
    good: pair,
  },
  {
    name: "a target on another level",
    bad: drawn(
      throws("a", link("ad", "", target("bd"))),
      inside(
        `<intermediateCatchEvent id="b">${link("bd", "", source("ad"))}</intermediateCatchEvent>${flow("b", "ue")}`,
      ),
    ),
    says: ["error link-crosses-border 4:1", "error link-crosses-border 5:176"],
    good: pair,
  },
  {
    name: "the same name on another level",
    bad: drawn(
      throws("a", link("ad", named)),
      inside(`<intermediateCatchEvent id="b">${link("bd", named)}</intermediateCatchEvent>${flow("b", "ue")}`),
    ),
    says: ["error link-crosses-border 4:1"],
    good: byName,
  },
  {
    name: "a throw that a flow leaves",
    bad: drawn(throws("a", link("ad", named)), catches("b", link("bd", named)), flow("a", "e")),
    says: ["error link-with-flow 4:1"],
    good: byName,
  },
  {
    name: "a catch that a flow leads to",
    bad: drawn(throws("a", link("ad", named)), catches("b", link("bd", named)), flow("t", "b")),
    says: ["error link-with-flow 5:1"],
    good: byName,
  },
]);
