/**
 * In which order the steps of a list are done: as they stand in the document, but for those that have to come before an earlier one. So a step
 * without `dependsOn` comes after the one before it, wherever that leads into no circle, and the order is the same each time.
 */
import type { NameRef, Step } from "../../format/model.js";
import type { PackStep } from "./model.js";

/** Each step after those that it depends on; those of a circle stay as they stand. */
export function inOrder(steps: readonly PackStep[]): readonly PackStep[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const met = new Set<PackStep>();
  const ordered: PackStep[] = [];
  for (const step of steps) {
    const open: { readonly step: PackStep; next: number }[] = [];
    const enter = (one: PackStep | undefined): void => {
      if (one === undefined || met.has(one)) return;
      met.add(one);
      open.push({ step: one, next: 0 });
    };
    enter(step);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const before = top.step.dependsOn?.[top.next++];
      if (before !== undefined) enter(byId.get(before.name));
      else ordered.push((open.pop() as typeof top).step);
    }
  }
  return ordered;
}

/** The steps of a parallel, those that depend on each other together. */
export function independent(steps: readonly PackStep[]): readonly (readonly PackStep[])[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const beside = new Map<PackStep, PackStep[]>(steps.map((step) => [step, []]));
  for (const step of steps) {
    for (const { name } of step.dependsOn ?? []) {
      const other = byId.get(name);
      if (other === undefined) continue;
      beside.get(step)?.push(other);
      beside.get(other)?.push(step);
    }
  }
  const groups: PackStep[][] = [];
  const groupOf = new Map<PackStep, PackStep[]>();
  for (const step of steps) {
    if (groupOf.has(step)) continue;
    const group: PackStep[] = [];
    groups.push(group);
    const open = [step];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if (groupOf.has(one)) continue;
      groupOf.set(one, group);
      open.push(...(beside.get(one) as PackStep[]));
    }
  }
  for (const step of steps) groupOf.get(step)?.push(step);
  return groups.map(inOrder);
}

/** What a step waits for besides what it depends on: nothing, or also the step before it. */
export function after(
  dependsOn: readonly NameRef[] | undefined,
  before: Step | PackStep | undefined,
): readonly NameRef[] {
  const named = dependsOn ?? [];
  if (before === undefined || named.some(({ name }) => name === before.id)) return named;
  return [...named, { name: before.id, node: before.idNode }];
}
