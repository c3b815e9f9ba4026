import { documentSchema, type SchemaDraft, type SchemaKind, schemaDrafts, schemaKinds } from "@rb/loader";
import { type CommandRun, UsageError } from "../command.js";
import { exitCode } from "../exit-code.js";
import { writeTo } from "../write-to.js";

/** `rb schema KIND` */
export const schema: CommandRun = async (args, { out }) => {
  const [wanted] = args.operands as readonly [string];
  const kind = schemaKinds.find((one): one is SchemaKind => one === wanted);
  if (kind === undefined) throw new UsageError(`There is no schema '${wanted}'. There are: ${schemaKinds.join(", ")}.`);
  const drafts = schemaDrafts(kind);
  const draft = (args.text("draft") as SchemaDraft | undefined) ?? (drafts[0] as SchemaDraft);
  const found = await documentSchema(kind, draft);
  if (found === null) throw new UsageError(`The schema '${kind}' is there as ${drafts.join(" and ")} only.`);
  const text = `${JSON.stringify(found, null, 2)}\n`;
  const target = args.text("output");
  if (target === undefined) out.write(text);
  else writeTo(target)(text);
  return exitCode.ok;
};
