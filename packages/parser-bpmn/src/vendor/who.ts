/** Who does a task, until when, and how urgently: for the person who is asked, and for whoever divides the work. */
import type { Value } from "@rb/ir";
import { attribute, child, type XmlElement } from "../xml/element.js";
import { isDrools } from "./names.js";
import { attributeOf, type Members, type Place, put, type ReadText, type Say, within } from "./place.js";
import { feelOf, namesOf, oneOrAll, templateOf } from "./values.js";

/** One value, or a list of names, under the name that requests use for it. */
export const one =
  (member: string, readText: ReadText = templateOf): Say =>
  (members, place) =>
    put(members, member, readText(place));
export const several =
  (member: string, readText: ReadText = templateOf): Say =>
  (members, place) =>
    put(members, member, namesOf(place, readText));

/** Attributes of an extension element, by what they say. */
export const attributesOf =
  (attributes: { readonly [name: string]: Say }): Say =>
  (members, place) => {
    for (const [name, say] of Object.entries(attributes)) {
      const at = attributeOf(place, name);
      if (at !== undefined) say(members, at);
    }
  };

export const assignmentDefinition: Say = attributesOf({
  assignee: one("assignee", feelOf),
  candidateGroups: several("candidateGroups", feelOf),
  candidateUsers: several("candidateUsers", feelOf),
});
export const taskSchedule: Say = attributesOf({ dueDate: one("due", feelOf), followUpDate: one("followUp", feelOf) });
export const priorityDefinition: Say = attributesOf({ priority: one("priority", feelOf) });

const performers: ReadonlyMap<string, string> = new Map([
  ["humanPerformer", "assignee"],
  ["performer", "assignee"],
  ["potentialOwner", "candidateGroups"],
]);

/**
 * The resources of the standard (BPMN 2.0.2, 10.3.4): an expression that gives names, or a resource by reference. Engines write
 * `user(…)` and `group(…)` into the expression of a potential owner; a bare name is that of a group, and jBPM's that of a user.
 */
export function addPerformers(members: Members, place: Place): void {
  const users: Value[] = [];
  const groups: Value[] = [];
  for (const role of place.element.children) {
    const member = performers.get(role.type);
    if (member === undefined) continue;
    for (const value of namesIn(place, role)) {
      if (member === "assignee") put(members, member, value.is);
      else (value.isUser ? users : groups).push(value.is);
    }
  }
  if (users.length > 0) put(members, "candidateUsers", oneOrAll(users));
  if (groups.length > 0) put(members, "candidateGroups", oneOrAll(groups));
}

interface Name {
  readonly isUser: boolean;
  readonly is: Value;
}

function namesIn(place: Place, role: XmlElement): readonly Name[] {
  const assignment = child(role, "resourceAssignmentExpression");
  const expression =
    assignment === undefined ? undefined : (child(assignment, "formalExpression") ?? assignment.children[0]);
  const text = expression?.text.trim() ?? "";
  if (expression === undefined || text === "") return resource(place, role);
  return splitNames(text).map((name) => {
    const [, kind, inner] = /^(user|group)\(([^()]*)\)$/.exec(name) ?? [];
    return {
      isUser: kind === undefined ? isDrools(place.lowering.process.element) : kind === "user",
      is: templateOf(within(place, expression, inner?.trim() ?? name)),
    };
  });
}

/** An expression is one name, whatever commas it has. */
function splitNames(text: string): readonly string[] {
  if (/[$#]\{/.test(text)) return [text];
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function resource({ lowering }: Place, role: XmlElement): readonly Name[] {
  const ref = child(role, "resourceRef")?.text.trim() ?? "";
  const found = ref === "" ? undefined : lowering.model.resolve(ref);
  const name = (found && attribute(found, "name")) ?? attribute(role, "name") ?? ref;
  return name === "" ? [] : [{ isUser: false, is: { json: name } }];
}
