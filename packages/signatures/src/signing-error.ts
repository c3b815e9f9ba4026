/** Why something can't be signed. The message is for people, and is safe to show. */
export class SigningError extends Error {
  override readonly name = "SigningError";
}
