import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { inEnglish } from '../../../../shared/sentences/say';
import { sentences } from '../formats.sentences';
import type { OpenedFile } from '../../../files';
import type { QuestionFormat, QuestionPacking, WrittenQuestion } from '../question-format';

/** A question with its place in the bank, as a format has it. */
export interface WrittenItem extends WrittenQuestion {
  id: string;
  /** For formats whose questions have names of their own in a file. */
  identifier: string;
  folder: readonly string[];
  tags: readonly string[];
  /** What is written beside it, where the format has its files in an archive. */
  files: readonly OpenedFile[];
}

/** So much text is sent at once. */
const PIECE = 64 * 1024;

/** One question behind another; what is not in the file stands in its comments. */
export async function* inOneFile(
  items: AsyncIterable<WrittenItem>,
  { head, foot, folder, comment }: QuestionFormat,
): AsyncGenerator<string> {
  yield head ?? '';
  let [at, piece] = ['', ''];
  for await (const item of items) {
    const path = JSON.stringify(item.folder);
    if (path !== (at || '[]')) piece += folder?.(item.folder) ?? '';
    at = path;
    const notes = notesOn(item);
    piece += `${notes === '' ? '' : comment(notes)}${item.text ?? ''}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
  yield foot ?? '';
}

/**
 * A zip archive with a file for each question, a manifest, and notes on what is not in it. What is kept in memory until it is sent is
 * compressed.
 */
export async function* packed(
  items: AsyncIterable<WrittenItem>,
  { comment }: QuestionFormat,
  { itemPath, filePath, manifest, notesPath }: QuestionPacking,
): AsyncGenerator<Buffer> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  // A file that cannot be read ends the download.
  zip.on('error', (error: Error) => output.destroy(error));
  const listed: Parameters<typeof manifest.write>[0][number][] = [];
  const packedFiles = new Set<string>();
  let notes = '';
  for await (const item of items) {
    const { identifier, text, tags, folder, files } = item;
    const told = notesOn(item);
    if (told !== '') notes += comment(told);
    if (text === null) continue;
    const href = itemPath(identifier);
    zip.addBuffer(Buffer.from(text), href);
    const paths = files.map((file) => [file, filePath(file.id, file.name)] as const);
    for (const [file, path] of paths) {
      if (packedFiles.has(path)) continue;
      packedFiles.add(path);
      // Pictures and the like are compressed by themselves. They are read once their turn has come.
      zip.addReadStreamLazy(path, { compress: false, size: file.bytes }, (take) => {
        file.read().then(
          (content) => take(null, content),
          (error: unknown) => take(error, undefined as never),
        );
      });
    }
    listed.push({ identifier, href, tags, folder, files: paths.map(([, path]) => path) });
  }
  zip.addBuffer(Buffer.from(manifest.write(listed)), manifest.path);
  if (notes !== '') zip.addBuffer(Buffer.from(notes), notesPath);
  zip.end();
  yield* output as AsyncIterable<Buffer>;
}

/** What the file does not say of a question; nothing where it says all. */
function notesOn({ id, text, remarks, hasCopy = false }: WrittenItem): string {
  if (text !== null && remarks.length === 0) return '';
  const said =
    text === null
      ? sentences.notInFile({ id })
      : hasCopy
        ? sentences.notForOthers({ id })
        : sentences.inFile({ id });
  return [said, ...remarks.map(({ message }) => message)].map(inEnglish).join(' ');
}
