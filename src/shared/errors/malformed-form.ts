/** How messages of the form parser (@fastify/busboy) begin when it cannot read a form. It gives them no code. */
/* eslint-disable stoa/sentences-in-catalogs -- to be recognized, not to be shown */
const PARSER_WORDS = [
  'Multipart: Boundary not found',
  'The needle cannot',
  'Unexpected end of multipart data',
  'Part terminated early',
  'Part header terminated early',
  'Unsupported content type',
];
/* eslint-enable stoa/sentences-in-catalogs */

/** Whether the form parser refused what was sent. False for errors of the disk that the file is written to. */
export function isMalformedForm(error: unknown): error is Error {
  return (
    error instanceof Error &&
    !('syscall' in error) &&
    PARSER_WORDS.some((words) => error.message.startsWith(words))
  );
}
