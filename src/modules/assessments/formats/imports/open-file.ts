import { posix } from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import type { NewQuestion } from '../../questions/question-content';
import { decodeText, type TextEncoding } from '../../../../shared/text/encodings';
import { QuestionFileUnreadableError } from '../formats.errors';
import { sentences } from '../formats.sentences';
import { PackageReader } from '../packages/package-reader';
import type { PackedText, QuestionFormat, ReadBlock, Remark } from '../question-format';
import { findFormat, READ_FORMATS } from '../registry';
import { remark } from '../remarks';
import type { JudgedBlock, JudgedFile, ReadBeside } from './embedded-uploads';
import type { QuestionImportInput } from './import-input';

/** Blocks that are read before others get their turn. */
const READ_AT_ONCE = 100;

export interface JudgedQuestion {
  /** Where it stands. */
  file: string;
  question: NewQuestion | null;
  folder: readonly string[];
  line: number;
  /** What it brings along. */
  files: JudgedFile[];
  remarks: Remark[];
  /** It is no question: only its remarks count. */
  isAside?: boolean;
}

/** A file that is being read, or the files of a package. */
export interface OpenFile {
  name: string;
  texts: () => AsyncIterable<PackedText> | Iterable<PackedText>;
  read: NonNullable<QuestionFormat['read']>;
  /** Reads a file of a package; undefined for one that is not there. */
  readBeside: ReadBeside;
  encodingRemarks: Remark[];
}

/** Judges a block with its files. */
export type Judge = (block: ReadBlock, readBeside: ReadBeside) => Promise<JudgedBlock>;

/** Throws QuestionFileUnreadableError. */
export async function openFile(
  name: string,
  bytes: Buffer,
  { format, encoding: declared }: Pick<QuestionImportInput, 'format' | 'encoding'>,
): Promise<OpenFile> {
  const { read, packing } = findFormat(format) ?? {};
  if (!read)
    throw new QuestionFileUnreadableError(
      sentences.formatNeeded({ field: 'format', formats: READ_FORMATS.join(', ') }),
    );
  if (packing && PackageReader.isPackage(bytes)) {
    const reader = await PackageReader.open(bytes);
    const texts = (): AsyncIterable<PackedText> => {
      reader.rewind();
      return packing.unpack(reader);
    };
    return { name, texts, read, readBeside: (path) => reader.read(path), encodingRemarks: [] };
  }
  const decoded = decodeText(bytes, declared);
  if ('fault' in decoded)
    throw new QuestionFileUnreadableError(
      decoded.fault === 'not_text'
        ? sentences.notText()
        : sentences.notInEncoding({ encoding: declared ?? 'utf-8' }),
    );
  const { text, encoding, isGuess } = decoded;
  const texts = (): PackedText[] => [{ name, text, remarks: [] }];
  const readBeside = (): Promise<undefined> => Promise.resolve(undefined);
  return { name, texts, read, readBeside, encodingRemarks: isGuess ? [guessed(encoding)] : [] };
}

/** Each question of the file with its remarks; those of what is no question go with the next. Lets others have their turn. */
export async function* judged(
  { texts, read, readBeside }: OpenFile,
  judge: Judge,
): AsyncGenerator<JudgedQuestion> {
  let blocks = 0;
  for await (const { name: file, text, isQuestion = true, remarks: told, folder: filed, tags } of texts()) {
    let aside: Remark[] = [...told];
    let folder: readonly string[] = filed ?? [];
    if (text === null && isQuestion)
      yield { file, question: null, files: [], folder, line: 1, remarks: aside };
    // Whatever is no question is told of with no question.
    else if (text === null)
      yield { file, question: null, files: [], folder, line: 1, remarks: aside, isAside: true };
    for (const block of text === null ? [] : read(text)) {
      blocks += 1;
      if (blocks % READ_AT_ONCE === 0) await pause();
      folder = block.folder ?? folder;
      aside.push(...block.remarks.slice(0, block.isQuestion ? 0 : undefined));
      if (!block.isQuestion) continue;
      const beside: ReadBeside = (path) => readBeside(posix.normalize(posix.join(posix.dirname(file), path)));
      const { question, files, remarks } = await judge(withTags(block, tags), beside);
      yield { file, question, files, folder, line: block.line, remarks: [...aside, ...remarks] };
      aside = [];
    }
  }
}

function withTags(block: ReadBlock, tags: readonly string[] | undefined): ReadBlock {
  const { question } = block;
  return question && tags && tags.length > 0
    ? { ...block, question: { ...question, tags: [...tags] } }
    : block;
}

function guessed(encoding: TextEncoding): Remark {
  return remark('warning', null, 'encoding_guessed', sentences.readAs({ encoding }), { value: encoding });
}
