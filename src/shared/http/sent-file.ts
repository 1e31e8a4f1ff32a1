import type { Readable } from 'node:stream';

/** A file of a form while it arrives. `truncated` says that it was cut off at the form's limit. */
export type SentFile = Readable & { truncated?: boolean };

/**
 * Stores a file of a form while it arrives.
 *
 * @throws the given error for a file that is cut off at the form's limit, of which the parser tells either by an error or by a mark
 */
export async function storeWhole<T>(
  file: SentFile,
  tooLarge: Error,
  store: (content: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  let stored: T;
  try {
    stored = await store(file as AsyncIterable<Buffer>);
  } catch (error) {
    throw (error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE' ? tooLarge : error;
  }
  if (file.truncated) throw tooLarge;
  return stored;
}
