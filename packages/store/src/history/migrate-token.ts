/** A token on its way to another plan, with its job and what it waits for. */
import { type Activity, isActivity, type Node, type Trigger } from "@rb/ir";
import { jobHash, type WaitFacts } from "@rb/kernel";
import { migrateDone } from "./migrate-frame.js";
import type { MigrationLedger, NodeProgram, SavedFrame, SavedToken } from "./migration-ledger.js";

type Job = NonNullable<SavedToken["job"]>;

export function migrateToken(ledger: MigrationLedger, token: SavedToken): SavedToken {
  const heldBy = { token: token.id };
  const graph = ledger.graphOf(token);
  const node = ledger.sameNode(graph, token.node, heldBy);
  if (node === null) return token;
  checkLoop(ledger, token, node);
  for (const flow of token.incident?.leaving?.flows ?? [])
    if (!node.graph.flowById.has(flow)) ledger.gone("flow", flow, "a token came by it, and has an incident", heldBy);
  migrateDone(ledger, token.undo?.queue ?? [], graph, heldBy);
  noteNewHandlers(ledger, ledger.oldNode(graph, token.node)?.source, node.source);
  return {
    ...token,
    via: migrateVia(ledger, token, node),
    ...(token.job === undefined ? {} : { job: migrateJob(ledger, token.job, node) }),
  };
}

/** A gateway joins by the flows that tokens came by; to anything else it doesn't matter any more. */
function migrateVia(ledger: MigrationLedger, token: SavedToken, node: NodeProgram): SavedToken["via"] {
  const { via } = token;
  if (via === null || node.incoming.some((flow) => flow.id === via)) return via;
  if (node.source.kind !== "gateway") return null;
  ledger.gone("flow", via, `a token came by it to '${node.id}', which it does not lead to any more`, {
    token: token.id,
  });
  return via;
}

function checkLoop(ledger: MigrationLedger, token: SavedToken, node: NodeProgram): void {
  if (token.loop === undefined) return;
  const [old, now] = [ledger.oldNode(node.graph.id, node.id)?.activity?.loop?.kind, node.activity?.loop?.kind];
  if (old !== now)
    ledger.gone("loop", node.id, `its loop is running, and is ${now === undefined ? "gone" : "another one"}`, {
      token: token.id,
    });
}

/** The effect's id, and so its idempotency key, stays; what was said about the job was said about the old plan. */
function migrateJob(ledger: MigrationLedger, job: Job, node: NodeProgram): Job {
  const request = { ...job.request, hash: jobHash(ledger.to, node, job.request) };
  if (job.stage === "started") return { ...job, request };
  ledger.askedAgain.push(request.effect);
  if ((job.approvals ?? []).length > 0)
    ledger.notes.add(
      `What people said about '${node.source.name ?? node.id}' was about the old plan; they are asked again.`,
    );
  return { request, stage: "deciding" };
}

function noteNewHandlers(ledger: MigrationLedger, old: Node | undefined, now: Node): void {
  if (old === undefined || !isActivity(old) || !isActivity(now)) return;
  const had = new Set((old.handlers ?? []).map(({ id }) => id));
  for (const { id, triggers } of now.handlers ?? [])
    if (!had.has(id) && triggers.some(isListenedFor))
      ledger.notes.add(`'${now.name ?? now.id}' has begun, so its new handler '${id}' listens from the next time on.`);
}

function isListenedFor({ on }: Trigger): boolean {
  return on === "timer" || on === "message" || on === "signal" || on === "condition";
}

// ---------------------------------------------------------------------------------------------------------------

/** What is listened for goes on being listened for as it was, so it has to mean the same place in the new plan. */
export function checkWait(ledger: MigrationLedger, wait: WaitFacts, frames: ReadonlyMap<number, SavedFrame>): void {
  const token = wait.token === undefined ? undefined : ledger.token(wait.token);
  if (wait.purpose === "handler") return checkHandlerWait(ledger, wait, token, frames);
  if (wait.purpose !== "arm" || token === undefined) return;
  const graph = ledger.graphOf(token);
  const [old, now] = [ledger.oldNode(graph, token.node), ledger.newNode(graph, token.node)];
  if (old === undefined || now === undefined || old.source.kind !== now.source.kind) return;
  const [was, is] = [armOf(old.source, wait.index), armOf(now.source, wait.index)];
  if (was !== undefined && is !== undefined && was.on === is.on && was.port === is.port) return;
  const id = `${token.node}#${wait.index}`;
  ledger.gone("arm", id, `it waits for a ${wait.kind}, and is gone or has become another`, { token: token.id });
}

function armOf(node: Node, index: number): { readonly on: string; readonly port: string } | undefined {
  const arm = node.kind === "catch" ? node.arms[index] : undefined;
  if (arm !== undefined) return { on: arm.trigger.on, port: arm.port ?? "out" };
  const trigger = node.kind === "start" ? node.triggers?.[index] : undefined;
  return trigger === undefined ? undefined : { on: trigger.on, port: "out" };
}

function checkHandlerWait(
  ledger: MigrationLedger,
  wait: WaitFacts,
  token: SavedToken | undefined,
  frames: ReadonlyMap<number, SavedFrame>,
): void {
  const frame = wait.frame === undefined ? undefined : frames.get(wait.frame);
  const handlers =
    token !== undefined
      ? (ledger.newNode(ledger.graphOf(token), token.node)?.source as Activity | undefined)?.handlers
      : frame !== undefined
        ? ledger.regionOf(frame, ledger.to)?.handlers
        : undefined;
  const handler = (handlers ?? []).find(({ id }) => id === wait.handler);
  if (handler?.triggers[wait.index]?.on === wait.kind) return;
  const heldBy = token !== undefined ? { token: token.id } : { frame: wait.frame ?? 0 };
  ledger.gone(
    "handler",
    wait.handler ?? "",
    `it listens for a ${wait.kind}, and is gone or has become another`,
    heldBy,
  );
}
