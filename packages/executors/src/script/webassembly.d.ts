/** The part of WebAssembly's own interface that is used: the types of Node 20 have none of it, and those of browsers have too much. */
declare namespace WebAssembly {
  /** Compiled code. */
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  /** What code that must not go on ends with. */
  class RuntimeError extends Error {}
  function compile(bytes: Uint8Array): Promise<Module>;
}
