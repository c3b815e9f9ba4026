/** Commands (CACAO 2.0, command data). */
import { byType, list, members, named, ref, text } from "./parts.mjs";
import { activities } from "./words.mjs";

const common = {
  type: text("The type of command, which says what executes it."),
  description: text("What the command is for."),
  version: text("The version of the type. Default: the latest."),
  playbook_activity: text("What the command does for the playbook.", { examples: activities }),
  external_references: list(ref("external-reference"), "Where more is said about it."),
  command_extensions: ref("extensions"),
};
const command = text("The command as text.");
const commandBase64 = text("The command in base64 (RFC 4648, 4).");
const startLine = text("Method, request target and version, such as: GET /api/objects?id=1 HTTP/1.1");
const headers = named({ type: "array", items: { type: "string" } }, "For each header the list of its values.");
const contentBase64 = text("The body in base64.");

const spoken = members(
  [],
  { ...common, command, command_b64: commandBase64 },
  { anyOf: [{ required: ["command"] }, { required: ["command_b64"] }] },
);
/** Scripts and queries; that some write them as plain text is told as what it is, a member that isn't read. */
const encoded = members(["command_b64"], { ...common, command_b64: commandBase64 });

export const commandDefinitions = {
  command: byType(
    {
      manual: "spoken-command",
      bash: "spoken-command",
      "caldera-cmd": "spoken-command",
      powershell: "spoken-command",
      ssh: "spoken-command",
      elastic: "encoded-command",
      jupyter: "encoded-command",
      kestrel: "encoded-command",
      sigma: "encoded-command",
      yara: "encoded-command",
      "http-api": "http-api-command",
      "openc2-http": "openc2-http-command",
    },
    { other: { properties: common } },
  ),
  "spoken-command": spoken,
  "encoded-command": encoded,
  "http-api-command": members(["command"], {
    ...common,
    command: startLine,
    headers,
    content: text("The body as text."),
    content_b64: contentBase64,
  }),
  "openc2-http-command": members(["command", "content_b64"], {
    ...common,
    command: startLine,
    headers,
    content_b64: contentBase64,
  }),
};
