import { userInfo } from "node:os";
import { type Arguments, UsageError } from "../command.js";

/** Who does what this command does, as the journal has it: `user:alice`. A name without a kind is a user's. */
export function actorOf(args: Arguments, option: "by" | "as" = "by"): string {
  const given = args.text(option);
  if (given === undefined) return `user:${systemUser()}`;
  const name = given.trim();
  if (name === "" || name.length > 200) throw new UsageError(`'--${option}' needs a name of up to 200 characters.`);
  return name.includes(":") ? name : `user:${name}`;
}

/** The system may not know its user by name: a container's number without an entry. */
function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
