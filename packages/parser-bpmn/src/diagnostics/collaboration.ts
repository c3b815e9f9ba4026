/** Pools and what flows between them. */
export const collaboration = {
  "message-flow-ignored": {
    severity: "info",
    message: (a: { id: string; why: string }): string => `The message flow '${a.id}' has no effect: ${a.why}.`,
  },
} as const;
