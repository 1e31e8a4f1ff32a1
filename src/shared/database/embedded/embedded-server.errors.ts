/** The embedded database server cannot be had; the message is written for the person who ran the command. */
export class EmbeddedServerError extends Error {
  override readonly name = 'EmbeddedServerError';
}
