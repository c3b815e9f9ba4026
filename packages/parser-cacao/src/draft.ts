/** Something in the making. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };
