import type { JsonTree, ObjectTree } from "../json-tree.js";
import { objectEntries, stringMember } from "../read-members.js";
import { arrayOf, changed, definitionsOf, objectOf, stringOf } from "./change.js";

/** Members of a target of 1.x that let somebody in, by what 2.0 calls authentication that has them. */
const credentials: readonly (readonly [type: string, members: readonly string[]])[] = [
  ["oauth2", ["oauth_header", "token"]],
  ["http-basic", ["user_id"]],
  ["user-auth", ["username"]],
];
const secrets = ["password", "private_key"];

const renamedTypes: ReadonlyMap<string, string> = new Map([
  ["security-infrastructure-category", "security-category"],
  ["security-infrastructure", "security-category"],
]);

/** Targets get addresses and types of 2.0; what lets somebody in moves to where 2.0 keeps it, and so never into a request. */
export function upgradeTargets(tree: ObjectTree, changes: Set<string>): ObjectTree {
  const targets = definitionsOf(tree, "target_definitions");
  const authentication = definitionsOf(tree, "authentication_info_definitions");
  for (const [id, target] of objectEntries(tree, "target_definitions")) {
    targets.set(id, upgradeTarget(id, target, authentication, changes));
  }
  const members = new Map(tree.members);
  if (targets.size > 0) members.set("target_definitions", objectOf(members.get("target_definitions") ?? tree, targets));
  if (authentication.size > 0) members.set("authentication_info_definitions", objectOf(tree, authentication));
  return changed(tree, members);
}

/** One target, defined by a playbook or written into a step. */
export function upgradeTarget(
  id: string,
  target: ObjectTree,
  authentication: Map<string, JsonTree>,
  changes: Set<string>,
): ObjectTree {
  const members = new Map(target.members);
  const type = stringMember(target, "type");
  const renamed = type === undefined ? undefined : renamedTypes.get(type.value);
  if (type !== undefined && renamed !== undefined) members.set("type", stringOf(type, renamed));
  const category = members.get("category");
  if (category?.kind === "string") members.set("category", arrayOf(category, [category]));
  upgradeAddress(members, changes);
  moveCredentials(id, target, members, authentication, changes);
  return changed(target, members);
}

function upgradeAddress(members: Map<string, JsonTree>, changes: Set<string>): void {
  const [url, address] = [members.get("http_url"), members.get("address")];
  if (url?.kind === "string" && address === undefined) {
    members.delete("http_url");
    members.set("address", objectOf(url, new Map([["url", arrayOf(url, [url])]])));
    changes.add("'http_url' as 'address'");
  } else if (address?.kind === "string") {
    const kind = /^[0-9.]+$/.test(address.value) ? "ipv4" : address.value.includes(":") ? "ipv6" : "dname";
    members.set("address", objectOf(address, new Map([[kind, arrayOf(address, [address])]])));
    changes.add("addresses by their kind");
  } else if (address?.kind === "object") members.set("address", listed(address, changes));
}

/** Of each kind 1.x has one address, and 2.0 a list. */
function listed(address: ObjectTree, changes: Set<string>): ObjectTree {
  if (![...address.members.values()].some(({ kind }) => kind === "string")) return address;
  changes.add("addresses as lists");
  const lists = [...address.members].map(([kind, value]) => {
    return [kind, value.kind === "string" ? arrayOf(value, [value]) : value] as const;
  });
  return changed(address, new Map(lists));
}

function moveCredentials(
  id: string,
  target: ObjectTree,
  members: Map<string, JsonTree>,
  authentication: Map<string, JsonTree>,
  changes: Set<string>,
): void {
  members.delete("http_auth_type");
  const [type, own] = credentials.find(([, names]) => names.some((name) => members.has(name))) ?? ["user-auth", []];
  const moved = [...own, ...secrets].flatMap((name) => {
    const value = members.get(name);
    members.delete(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  if (moved.length === 0 || members.has("authentication_info")) return;
  const definition = `${id}/authentication`;
  authentication.set(
    definition,
    objectOf(target, new Map<string, JsonTree>([["type", stringOf(target, type)], ...moved])),
  );
  members.set("authentication_info", stringOf(target, definition));
  changes.add("credentials as 'authentication_info_definitions'");
}
