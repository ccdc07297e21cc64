/** What was asked to be assessed cannot be read at all; the message is one line for a person. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}
