/**
 * The conditions of CACAO: comparisons of the STIX Patterning Grammar (STIX 2.1, 9) over playbook variables, with or without brackets and
 * quotes. `__name__:value` is an object path whose type is the variable; it may stand on either side.
 *
 * A value that isn't known makes the answer unknown, unless the rest settles it (`false AND unknown` is false). What a condition can't say is an
 * error when it is read, never a silent false.
 */
import type { CompiledExpr, Environment, ExprSyntaxError, Language, Slot } from "@rb/ir";
import type { Comparison, Operand, Path } from "./ast.js";
import { Budget } from "./budget.js";
import { type Answer, existence, first, negated, readerOf, relate, truth } from "./condition-answer.js";
import { equal, type Relation, relationOf } from "./condition-values.js";
import { ComparisonParser, Nesting } from "./parse-comparison.js";
import { checkLength, orSyntaxError } from "./parse-pattern.js";
import { PatternSyntax, Scanner } from "./scanner.js";

/** UTF-16 code units. */
const longest = 16_384;
/** What answering may cost. */
const mostSteps = 20_000_000;

type Test = (environment: Environment, budget: Budget) => Answer;

/** A condition of a playbook. */
export interface Condition {
  readonly reads: readonly string[];
  /** Variables written without `:value`. */
  readonly unmarked: readonly { readonly name: string; readonly offset: number }[];
  readonly comparison: Comparison;
  readonly test: (environment: Environment) => Answer;
}

/** Reads a condition; an error says what was expected, and where. */
export function parseCondition(text: string): Condition | ExprSyntaxError {
  return orSyntaxError(() => {
    checkLength(text, longest);
    const comparison = parsed(new Scanner(text, true));
    const test = compiled(comparison);
    const paths = pathsOf(comparison);
    return {
      reads: [...new Set(paths.map(({ type }) => type))],
      unmarked: paths.filter(({ steps }) => steps.length === 0).map(({ type, offset }) => ({ name: type, offset })),
      comparison,
      test: (environment) => test(environment, new Budget(mostSteps)),
    };
  });
}

/** Conditions as the language that graphs name. */
export const stixComparison: Language = {
  name: "stix-comparison",
  version: "2",
  compile(text): CompiledExpr | ExprSyntaxError {
    const condition = parseCondition(text);
    if ("error" in condition) return condition;
    return {
      reads: condition.reads,
      evaluate(environment): Slot {
        const answer = condition.test(environment);
        return typeof answer === "boolean" ? { json: answer } : answer;
      },
    };
  },
};

function parsed(scanner: Scanner): Comparison {
  const comparison = new ComparisonParser(scanner, "condition", new Nesting()).expression();
  const observing = ["FOLLOWEDBY", "WITHIN", "REPEATS", "START"].find((one) => scanner.word() === one);
  if (observing !== undefined)
    throw new PatternSyntax(`${observing} is about observations, and a condition has only variables`, scanner.at);
  scanner.expect(scanner.atEnd, "AND, OR or the end");
  return comparison;
}

function pathsOf(comparison: Comparison): Path[] {
  switch (comparison.kind) {
    case "and":
    case "or":
      return comparison.operands.flatMap(pathsOf);
    case "not":
      return pathsOf(comparison.of);
    case "compare":
      return [comparison.left, comparison.right].filter(isPath);
    case "in":
      return [comparison.left, ...comparison.members].filter(isPath);
    case "exists":
      return [comparison.path];
    case "holds":
      return [comparison.operand].filter(isPath);
  }
}

function isPath(operand: Operand): operand is Path {
  return operand.kind === "path";
}

// ---------------------------------------------------------------------------------------------------------------
// Compiling

function compiled(comparison: Comparison): Test {
  switch (comparison.kind) {
    case "and":
    case "or": {
      const tests = comparison.operands.map(compiled);
      return (environment, budget) => first(tests, comparison.kind === "or", (test) => test(environment, budget));
    }
    case "not": {
      const test = compiled(comparison.of);
      return (environment, budget) => negated(test(environment, budget));
    }
    case "exists": {
      const { path, negated: isNegated } = comparison;
      return (environment, budget) => {
        const answer = existence(path, environment, budget);
        return isNegated ? negated(answer) : answer;
      };
    }
    case "holds": {
      const side = readerOf(comparison.operand);
      return (environment, budget) => truth(side, environment, budget);
    }
    case "compare": {
      const { left, right, operator, offset } = comparison;
      return related(left, [right], relationOf(operator, right), comparison.negated, offset);
    }
    case "in":
      return related(comparison.left, comparison.members, equal, comparison.negated, comparison.offset);
  }
}

function related(
  left: Operand,
  rights: readonly Operand[],
  relation: Relation,
  isNegated: boolean,
  offset: number,
): Test {
  checkSides([left, ...rights], offset);
  const [side, others] = [readerOf(left), rights.map(readerOf)];
  return (environment, budget) => relate(side, others, { relation, isNegated }, environment, budget);
}

/** Both sides would be fixed by the text: the author meant a variable and forgot how one is written. */
function checkSides(operands: readonly Operand[], offset: number): void {
  if (!operands.some(isPath))
    throw new PatternSyntax("neither side is a playbook variable, written __name__:value", offset);
}
