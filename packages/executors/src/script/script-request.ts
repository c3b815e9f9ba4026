/** Reads what a step asks of the script executor. A document wrote it, so nothing of it is taken for granted. */
import type { Invocation, JobRequest } from "@rb/kernel";
import type { ScriptLimits } from "./script-limits.js";

type Json = JobRequest["request"];

/** A script that can be run. */
export interface ScriptRequest {
  readonly script: string;
  readonly inputs: { readonly [name: string]: Json };
  readonly result: string | null;
}

/** Why a script is not run. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** `javascript`, `ecmascript` or `js`, or a media type of these (RFC 9239 and those that it replaces). */
const javaScript = /^(?:(?:application|text)\/(?:x-)?)?(?:javascript|ecmascript|js)$/;

const supported =
  "The only format that runs here is JavaScript: 'javascript', or a media type such as 'text/javascript'.";

export function readScriptRequest({ job, constraints }: Invocation, limits: ScriptLimits): ScriptRequest | Refusal {
  if (constraints !== undefined)
    return refusal(
      "script-constraints",
      "It is allowed under constraints, and the script executor knows of none to keep.",
    );
  if (job.secrets !== undefined && job.secrets.length > 0)
    return refusal("script-secret", "It asks for a secret, and scripts of documents are given none.");
  const { format, script, inputs = {}, result = null } = membersOf(job.request);
  if (typeof format !== "string" || format.trim() === "")
    return refusal("script-format-unsupported", `The format of the script isn't stated. ${supported}`);
  // Parameters say nothing about the language: `text/javascript; charset=utf-8`.
  if (!javaScript.test((format.split(";", 1)[0] ?? "").trim().toLowerCase()))
    return refusal("script-format-unsupported", `The format of the script is '${shortened(format)}'. ${supported}`);
  if (typeof script !== "string") return refusal("script-missing", "There is no script to run.");
  if (script.length > limits.scriptLength)
    return refusal(
      "script-length",
      `The script has ${script.length} characters, and scripts may have ${limits.scriptLength}.`,
    );
  if (!isObject(inputs)) return refusal("script-inputs", "The inputs of a script have to be an object, by name.");
  if (result !== null && typeof result !== "string")
    return refusal("script-result", "The variable for the result of a script has to be a name.");
  return { script, inputs, result };
}

function membersOf(request: Json): { readonly [name: string]: Json | undefined } {
  return isObject(request) ? request : {};
}

function isObject(json: Json): json is { readonly [name: string]: Json } {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

const longestName = 100;

function shortened(text: string): string {
  return text.length > longestName ? `${text.slice(0, longestName)}…` : text;
}

const refusal = (code: string, message: string): Refusal => ({ code, message });
