/** The embedded database server cannot be started or used. The message is for the person who ran the command. */
export class EmbeddedServerError extends Error {
  override readonly name = 'EmbeddedServerError';
}
