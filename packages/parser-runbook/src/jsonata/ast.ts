/** The parts of JSONata's syntax tree that are looked at here; the library's own declarations leave most of them out. */
export interface AstBase {
  readonly position?: number;
  readonly predicate?: readonly Stage[];
  readonly stages?: readonly Stage[];
  readonly group?: { readonly lhs: readonly Pair[] };
  readonly focus?: string;
  readonly index?: string;
  readonly keepArray?: boolean;
}
export interface Stage {
  readonly type: string;
  readonly expr?: Ast;
  readonly value?: string;
}
export type Pair = readonly [key: Ast, value: Ast];

export interface PathAst extends AstBase {
  readonly type: "path";
  readonly steps: readonly Ast[];
  readonly keepSingletonArray?: boolean;
}
export interface NameAst extends AstBase {
  readonly type: "name" | "variable";
  readonly value: string;
}
export interface LiteralAst extends AstBase {
  readonly type: "string" | "number" | "value";
  readonly value: string | number | boolean | null;
}
export interface BinaryAst extends AstBase {
  readonly type: "binary" | "bind" | "apply";
  readonly value: string;
  readonly lhs: Ast;
  readonly rhs: Ast;
}
export interface UnaryAst extends AstBase {
  readonly type: "unary";
  readonly value: "-" | "[" | "{";
  readonly expression?: Ast;
  readonly expressions?: readonly Ast[];
  readonly lhs?: readonly Pair[];
}
export interface FunctionAst extends AstBase {
  readonly type: "function";
  readonly procedure: Ast;
  readonly arguments: readonly Ast[];
}
export interface LambdaAst extends AstBase {
  readonly type: "lambda";
  readonly arguments: readonly NameAst[];
  readonly signature?: unknown;
  readonly body: Ast;
}
export interface ConditionAst extends AstBase {
  readonly type: "condition";
  readonly condition: Ast;
  readonly then: Ast;
  readonly else?: Ast;
}
export interface BlockAst extends AstBase {
  readonly type: "block";
  readonly expressions: readonly Ast[];
}
export interface SortAst extends AstBase {
  readonly type: "sort";
  readonly terms: readonly { readonly expression: Ast }[];
}
export interface OtherAst extends AstBase {
  readonly type: "wildcard" | "descendant" | "regex" | "transform" | "parent" | "partial" | "error" | "operator";
}
export type Ast =
  | PathAst
  | NameAst
  | LiteralAst
  | BinaryAst
  | UnaryAst
  | FunctionAst
  | LambdaAst
  | ConditionAst
  | BlockAst
  | SortAst
  | OtherAst;
