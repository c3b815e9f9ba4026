/** Base64 (RFC 4648, 4): the standard alphabet with padding; line breaks, which encoders put in, are let through. */
/** The bytes, or undefined when the text is no base64. */
export declare function decodeBase64(text: string): Uint8Array | undefined;
/** The text whose UTF-8 form the base64 holds, or undefined when it holds none. */
export declare function decodeBase64Text(text: string): string | undefined;
