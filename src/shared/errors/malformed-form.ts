/** How the parser of multipart forms (@fastify/busboy) says that it cannot read one: in words alone. */
const PARSER_WORDS = [
  'Multipart: Boundary not found',
  'The needle cannot',
  'Unexpected end of multipart data',
  'Part terminated early',
  'Part header terminated early',
  'Unsupported content type',
];

/** Whether an error is the form parser's, about what was sent; one of the disk that the file goes to is not. */
export function isMalformedForm(error: unknown): error is Error {
  return (
    error instanceof Error &&
    !('syscall' in error) &&
    PARSER_WORDS.some((words) => error.message.startsWith(words))
  );
}
