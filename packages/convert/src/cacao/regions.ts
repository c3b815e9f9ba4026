/** What regions have besides their steps: variables, limits, handlers with bodies of their own. */
import type { Json, JsonObject, NodeId } from "@rb/ir";
import type { Level } from "../levels.js";
import type { LevelSteps } from "./level-steps.js";

/** The region of a scope, without its entries. */
export function regionFacts(at: LevelSteps, scope: NodeId): JsonObject {
  return factsOfRegion(at, at.level.inside.get(scope) as Level);
}

/** The members of a region as an extension holds them; the entries of handlers are steps, which are written here. */
export function factsOfRegion(at: LevelSteps, { region, handlers }: Level): JsonObject {
  const { draft } = at;
  const { entries: _entries, ...rest } = region;
  const bare = draft.own("scopeHandler", { body: rest }) as { readonly body: JsonObject };
  const written = handlers.map(({ handler, body }): Json => {
    const { origin, ...said } = handler;
    draft.account.extended("What a part of the playbook hears", origin);
    const entries = at.stepsOf(body).write();
    const facts = draft.own("scopeHandler", said) as JsonObject;
    return { ...facts, body: { ...factsOfRegion(at, body), entries: [...entries] } };
  });
  return { ...bare.body, ...(written.length === 0 ? {} : { handlers: written }) };
}
