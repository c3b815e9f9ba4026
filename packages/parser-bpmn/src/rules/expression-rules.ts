/**
 * Expressions (BPMN 2.0.2, 8.4.6). One of the type `tFormalExpression` is for machines; any other is natural language, which an
 * executable process must not need. Many tools leave the type out and write for machines all the same, so the text decides.
 */
import type { Diagnostic } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { isoTime } from "../lower/expression.js";
import { saysFeel, understand } from "../lower/expression-language.js";
import { describe, short, words } from "../model/describe.js";
import { isMeantToRun, topOf } from "../model/executable.js";
import type { Model } from "../model/model.js";
import { isEngineLanguage } from "../vendor/languages.js";
import { isDrools, isOfEngine } from "../vendor/names.js";
import { attribute, child, type XmlElement } from "../xml/element.js";
import { isUri } from "./format-rules.js";
import type { Scene } from "./scene.js";

const conditions: readonly string[] = [
  "conditionExpression",
  "loopCondition",
  "completionCondition",
  "activationCondition",
  "condition",
];
const values: readonly string[] = ["loopCardinality", "from", "to", "timeDate", "timeDuration", "timeCycle"];
/** Formal by their schema; the others when `xsi:type` says so. */
const alwaysFormal: readonly string[] = ["formalExpression", "messagePath", "dataPath", "transformation"];
const isCondition: ReadonlySet<string> = new Set(conditions);
const isAlwaysFormal: ReadonlySet<string> = new Set(alwaysFormal);

export const expressionTypes: readonly string[] = [...conditions, ...values, ...alwaysFormal];

export function checkExpression(scene: Scene, element: XmlElement): void {
  const { model, source, findings, tallies } = scene;
  const language = attribute(element, "language");
  if (language !== undefined && !isUri(language) && !isEngineLanguage(language))
    tallies.add("language-not-uri", ownerOf(element), element);
  const isRun = isMeantToRun(model, element);
  const wrong = isEmpty(element) ? ifEmpty(scene, element, isRun) : ifNumber(scene, element);
  if (wrong !== undefined) findings.add(isRun && !isLeftOpen(element) ? wrong : { ...wrong, severity: "warning" });
  else if (!isEmpty(element) && isRun && !isFormal(element)) {
    if (!isProse(model, element)) {
      if (!isMarked(element) && !isSettled(model, element))
        tallies.add("expression-untyped", ownerOf(element), element);
    } else {
      const args = { what: nameOf(element), text: short(element.text) ?? "" };
      findings.add(bpmn.report("expression-natural", source.originOf(element), args));
    }
  }
}

function ifEmpty({ source }: Scene, element: XmlElement, isRun: boolean): Diagnostic | undefined {
  // A conditional event without a condition has a rule of its own.
  if (element.parent?.type === "conditionalEventDefinition" || !(isRun || isFormal(element))) return undefined;
  // In a drawing it is no condition; where one is needed, the choice is told of.
  if (element.type === "conditionExpression" && !isRun) return undefined;
  return bpmn.report("expression-empty", source.originOf(element), { what: nameOf(element) });
}

function ifNumber({ source }: Scene, element: XmlElement): Diagnostic | undefined {
  const text = element.text.trim();
  if (!isCondition.has(element.type) || !/^-?\d+(?:\.\d+)?$/.test(text)) return undefined;
  return bpmn.report("condition-not-boolean", source.originOf(element), { text: short(text) ?? "" });
}

/** An event that waits for a condition has one that can become true (BPMN 2.0.2, 10.5.5). */
export function checkConditional({ model, source, findings }: Scene, definition: XmlElement): void {
  const condition = child(definition, "condition");
  if (condition !== undefined && !isEmpty(condition)) return;
  const args = { what: describe(definition.parent ?? definition) };
  const missing = bpmn.report("conditional-without-condition", source.originOf(definition), args);
  findings.add(isMeantToRun(model, definition) ? missing : { ...missing, severity: "warning" });
}

/** The condition of a complex behaviour is formal by its schema, unlike all others of that name. */
function isFormal({ type, parent, foreign }: XmlElement): boolean {
  if (isAlwaysFormal.has(type) || parent?.type === "complexBehaviorDefinition") return true;
  return foreign.some(([name, value]) => name === xsiType && /(?:^|:)tFormalExpression$/.test(value));
}

const xsiType = "{http://www.w3.org/2001/XMLSchema-instance}type";

/** jBPM writes every condition of completion, also where there is none. */
function isLeftOpen(element: XmlElement): boolean {
  return element.type === "completionCondition" && isEmpty(element) && isDrools(topOf(element));
}

/** A vendor's attribute or extension can say what isn't in the text, such as the name of a file with a script. */
function isEmpty({ text, children, foreign }: XmlElement): boolean {
  return (
    text.trim() === "" &&
    children.every(({ type }) => type === "documentation") &&
    foreign.every(([name]) => name === xsiType)
  );
}

/** The signs of JUEL and FEEL leave no doubt; engines' modelers write them without the type. */
function isMarked({ text }: XmlElement): boolean {
  return /^\s*(?:[$#]\{|=)/.test(text);
}

/**
 * Whether text without such a sign can be read in one way only: its language is named, by itself, by the document or by the engine that it was
 * drawn for, and it makes sense in it, or is a time. XPath, which exporters name whatever stands there, says nothing.
 */
function isSettled(model: Model, element: XmlElement): boolean {
  const isNamed = attribute(element, "language") !== undefined || saysFeel(model, element);
  if (!isNamed && !isOfEngine(topOf(element))) return false;
  return isoTime.test(element.text.trim()) || !("error" in understand(model, element, element.text));
}

/** Words with spaces between them and none of the signs that expressions are written with. */
function isProse(model: Model, element: XmlElement): boolean {
  const text = element.text.trim();
  return /\s/.test(text) && /^[\p{L}\p{N}\s.,;:'"?!-]+$/u.test(text) && "error" in understand(model, element, text);
}

/** `loop condition of task 'a'`. */
function nameOf(element: XmlElement): string {
  return `${words(element.type)} of ${describe(ownerOf(element))}`;
}

/** The nearest element around it that has an id, since most parts of an activity or event have none. */
function ownerOf(element: XmlElement): XmlElement {
  let owner = element.parent ?? element;
  while (owner.parent !== null && attribute(owner, "id") === undefined) owner = owner.parent;
  return owner;
}
