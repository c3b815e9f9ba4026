/** Values and conditions in the words of a runbook, wherever reading those gives the same again; else as the graph has them. */
import { type Expr, type Guard, isJsonObject, type Json, type Value, type Vocabulary, valueVocabulary } from "@rb/ir";
import { durationText, isIsoDuration } from "./durations.js";
import { type Expressions, literally, OWN_LANGUAGE, pathText } from "./expressions.js";
import { Fields, type Yaml } from "./yaml-tree.js";

/** Told of what the words of a runbook don't say. */
export interface Remarks {
  /** What is said in another way, such as an expression of another language. */
  foreign(what: string): void;
  /** What can't be said at all. */
  lost(what: string, why: string): void;
}

const inItsNotation = "Values and conditions in the graph's notation";

export class Values {
  readonly #remarks: Remarks;
  readonly #expressions: Expressions;

  constructor(remarks: Remarks, expressions: Expressions) {
    this.#remarks = remarks;
    this.#expressions = expressions;
  }

  value(value: Value): Yaml {
    const said = this.#inWords(value);
    return said === undefined ? this.#asInGraph(value) : said;
  }

  /** A duration, where one is expected. */
  span(value: Value): Yaml {
    if ("secret" in value) return this.#asInGraph(value);
    if (!("json" in value)) return this.value(value);
    const { json } = value;
    if (typeof json === "string") return isIsoDuration(json) ? this.value(value) : this.#asInGraph(value);
    return durationText(json) ?? this.value(value);
  }

  guard(guard: Guard): Yaml {
    if ("json" in guard) return guard.json;
    if ("expr" in guard) {
      const { language, text } = guard.expr;
      if (language === OWN_LANGUAGE && this.#expressions.isCondition(text)) return text;
      this.#foreignExpression(guard.expr);
      return new Fields(Object.entries({ language, text }));
    }
    if ("variable" in guard) {
      const text = this.#expressions.variable(guard);
      // A secret is passed on, and never looked at.
      if (text !== undefined && !text.startsWith("secrets.")) return text;
      return new Fields(Object.entries({ variable: guard.variable, path: guard.path }));
    }
    return new Fields(Object.entries(guard) as [string, Yaml][]);
  }

  /** JSON as it stands, in which nothing is an expression. */
  data(json: Json): Yaml {
    if (Array.isArray(json)) return json.map((item: Json) => this.data(item));
    if (!isJsonObject(json)) return this.#scalar(json as null | boolean | number | string);
    return new Fields(Object.entries(json).map(([name, member]) => [name, this.data(member as Json)]));
  }

  /** YAML of runbooks has only numbers that JSON carries exactly everywhere. */
  #scalar(value: null | boolean | number | string): Yaml {
    if (typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value)) return value;
    this.#remarks.lost(`The number ${value}`, "whole numbers go up to 9007199254740991");
    return String(value);
  }

  #inWords(value: Value): Yaml | undefined {
    if ("json" in value) return this.#json(value.json);
    if ("secret" in value) return value.secret.startsWith("secret://") ? value.secret : undefined;
    if ("list" in value) return this.#list(value.list);
    if ("object" in value) return this.#object(value.object);
    if ("text" in value) return this.#text(value.text);
    const expression = this.#expression(value);
    return expression === undefined ? undefined : `\${{ ${expression} }}`;
  }

  #json(json: Json): Yaml | undefined {
    if (typeof json === "string") return json.startsWith("secret://") ? undefined : literally(json);
    if (Array.isArray(json)) return json.map((item: Json) => this.value({ json: item }));
    if (!isJsonObject(json)) return this.#scalar(json as null | boolean | number);
    const names = Object.keys(json);
    if (names.length === 1 && names[0] === "$value") return undefined;
    return new Fields(Object.entries(json).map(([name, member]) => [name, this.value({ json: member as Json })]));
  }

  #list(items: readonly Value[]): Yaml {
    return items.map((item) => this.value(item));
  }

  #object(members: readonly (readonly [string, Value])[]): Yaml | undefined {
    const names = new Set(members.map(([name]) => name));
    if (names.size < members.length || (names.size === 1 && names.has("$value"))) return undefined;
    return new Fields(members.map(([name, member]) => [name, this.value(member)]));
  }

  #asInGraph(value: Value): Yaml {
    if ("expr" in value) this.#foreignExpression(value.expr);
    else this.#remarks.foreign(inItsNotation);
    return new Fields([["$value", this.#copied(value, valueVocabulary)]]);
  }

  #foreignExpression({ language }: Expr): void {
    this.#remarks.foreign(language === OWN_LANGUAGE ? inItsNotation : `Expressions in '${language}'`);
  }

  /** Without the places that it came from. */
  #copied(part: object, type: Vocabulary): Fields {
    const entries = Object.entries(part).flatMap(([name, member]): [string, Yaml][] => {
      const known = type[name];
      if (known === undefined || known.is === "aside") return [];
      if (known.is === "data") return [[name, this.data(member as Json)]];
      const inner = (one: unknown): Yaml => (typeof one === "string" ? one : this.#copied(one as object, known.type()));
      if (known.is === "one") return [[name, inner(member)]];
      if (known.is === "list") return [[name, (member as unknown[]).map(inner)]];
      return [[name, (member as [string, object][]).map(([key, one]) => [key, inner(one)])]];
    });
    return new Fields(entries);
  }

  /** What stands in `${{ }}`. */
  #expression(value: Value): string | undefined {
    if ("expr" in value) {
      const { language, text } = value.expr;
      return language === OWN_LANGUAGE && this.#expressions.fitsTemplate(text) ? text : undefined;
    }
    if ("result" in value) return pathText("result", value.result);
    return "variable" in value ? this.#expressions.variable(value) : undefined;
  }

  /** Pieces that are read as the same pieces again. */
  #text(pieces: readonly (string | Value)[]): string | undefined {
    if (pieces.length < 2) return undefined;
    let text = "";
    let before: string | Value | undefined;
    for (const piece of pieces) {
      if (typeof piece === "string") {
        if (piece === "" || typeof before === "string") return undefined;
        text += literally(piece);
      } else {
        const expression = this.#expression(piece);
        // A dollar in front would make it a text.
        if (expression === undefined || (typeof before === "string" && before.endsWith("$"))) return undefined;
        text += `\${{ ${expression} }}`;
      }
      before = piece;
    }
    return text.startsWith("secret://") ? undefined : text;
  }
}
