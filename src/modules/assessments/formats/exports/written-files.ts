import { ZipFile } from 'yazl';
import { inEnglish } from '../../../../shared/sentences/say';
import { sentences } from '../formats.sentences';
import type { QuestionFormat, QuestionPacking, WrittenQuestion } from '../question-format';

/** A question with its place in the bank, as a format has it. */
export interface WrittenItem extends WrittenQuestion {
  id: string;
  /** For formats whose questions have names of their own in a file. */
  identifier: string;
  folder: readonly string[];
  tags: readonly string[];
}

/** One question behind another; what is not in the file stands in its comments. */
export async function* inOneFile(
  pages: AsyncIterable<WrittenItem[]>,
  { head, foot, folder, comment }: QuestionFormat,
): AsyncGenerator<string> {
  yield head ?? '';
  let at = '';
  for await (const page of pages) {
    let piece = '';
    for (const item of page) {
      const path = JSON.stringify(item.folder);
      if (path !== (at || '[]')) piece += folder?.(item.folder) ?? '';
      at = path;
      const notes = notesOn(item);
      piece += `${notes === '' ? '' : comment(notes)}${item.text ?? ''}\n`;
    }
    yield piece;
  }
  yield foot ?? '';
}

/**
 * A zip archive with a file for each question, a manifest, and notes on what is not in it. What is kept in memory until it is sent is
 * compressed.
 */
export async function* packed(
  pages: AsyncIterable<WrittenItem[]>,
  { comment }: QuestionFormat,
  { itemPath, manifest, notesPath }: QuestionPacking,
): AsyncGenerator<Buffer> {
  const zip = new ZipFile();
  const listed: { identifier: string; href: string; tags: readonly string[]; folder: readonly string[] }[] =
    [];
  let notes = '';
  for await (const page of pages)
    for (const item of page) {
      const { identifier, text, tags, folder } = item;
      const told = notesOn(item);
      if (told !== '') notes += comment(told);
      if (text === null) continue;
      const href = itemPath(identifier);
      zip.addBuffer(Buffer.from(text), href);
      listed.push({ identifier, href, tags, folder });
    }
  zip.addBuffer(Buffer.from(manifest.write(listed)), manifest.path);
  if (notes !== '') zip.addBuffer(Buffer.from(notes), notesPath);
  zip.end();
  yield* zip.outputStream as AsyncIterable<Buffer>;
}

/** What the file does not say of a question; nothing where it says all. */
function notesOn({ id, text, remarks }: WrittenItem): string {
  if (text !== null && remarks.length === 0) return '';
  const said = text === null ? sentences.notInFile({ id }) : sentences.inFile({ id });
  return [said, ...remarks.map(({ message }) => message)].map(inEnglish).join(' ');
}
