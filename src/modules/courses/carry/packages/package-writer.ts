import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { WrittenPackage } from '../course-package';
import { filePath, FORMAT_NAME, FORMAT_VERSION, MANIFEST, partPath } from './package-format';

/** Opens the content of a file, by its SHA-256. */
export type OpenContent = (sha256: string) => Promise<Readable>;

/**
 * The file of a course, piece by piece: files are read one after another while it is taken.
 *
 * @param mtime of its entries
 */
export async function* zipped(
  { documents, files }: WrittenPackage,
  open: OpenContent,
  mtime: Date,
): AsyncGenerator<Buffer> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  const parts = [...documents].map(([name, document]) => ({ name, content: jsonOf(document) }));
  const manifest = {
    format: FORMAT_NAME,
    version: `${FORMAT_VERSION.major}.${FORMAT_VERSION.minor}`,
    parts: parts.map(({ name, content }) => ({ name, sha256: sha256Of(content), bytes: content.length })),
    files: files.map(({ id, name, purpose, mediaType, bytes, sha256 }) => ({
      ...{ id, name, purpose, mediaType, bytes, sha256 },
    })),
  };
  zip.addBuffer(jsonOf(manifest), MANIFEST, { mtime });
  for (const { name, content } of parts) zip.addBuffer(content, partPath(name), { mtime });
  // Several files may have the same content. Pictures and videos are compressed already.
  const contents = new Map(files.map(({ sha256, bytes }) => [sha256, bytes]));
  for (const [sha256, size] of contents)
    zip.addReadStreamLazy(filePath(sha256), { size, mtime, compress: false }, (take) => {
      open(sha256).then(
        (stream) => take(null, stream),
        (error: unknown) => take(error, undefined as never),
      );
    });
  zip.end();
  yield* output as AsyncIterable<Buffer>;
}

/** The same text for the same document, in whichever order its fields were put together. */
function jsonOf(document: object): Buffer {
  return Buffer.from(`${JSON.stringify(document, inOrder, 1)}\n`);
}

function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
