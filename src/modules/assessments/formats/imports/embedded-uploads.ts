import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type DomainError,
  InvalidError,
  TooLargeError,
  UnsupportedContentError,
} from '../../../../shared/errors/domain-error';
import { FilesFacade, type FileFacts, type FilePurposeName } from '../../../files';
import { fileFaultsOf, filesOfDefinition } from '../../question-types/definition-parts';
import type { QuestionDefinition } from '../../question-types/registry';
import type { NewQuestion } from '../../questions/question-content';
import { checkedBlock } from '../checked-question';
import { type EmbeddedFile, withIds, withoutFile } from '../embedded/embedded-files';
import { sentences } from '../formats.sentences';
import { withPictureSize } from '../pictures';
import type { ReadBlock, Remark } from '../question-format';
import { Remarks, remark } from '../remarks';

/** Reads a file that stands beside an item in its package; undefined where there is none. */
export type ReadBeside = (path: string) => Promise<Buffer | undefined>;

/** What texts show, and what learners begin with, such as a form to fill in. */
const SHOWN: readonly FilePurposeName[] = ['question'];
const GIVEN: readonly FilePurposeName[] = ['question', 'activity'];

/** A file that can be kept. */
export interface JudgedFile {
  placeholder: string;
  name: string;
  purpose: FilePurposeName;
  content: Buffer;
}

export interface JudgedBlock {
  question: NewQuestion | null;
  files: JudgedFile[];
  remarks: Remark[];
}

/**
 * The files that questions bring along, by the rules for files that are uploaded. A text loses a file that cannot be kept, and shows
 * what stood for it; a question that asks about such a file is refused.
 */
@Injectable()
export class EmbeddedUploads {
  constructor(private readonly files: FilesFacade) {}

  /** A block with its files, judged by the rules of the API and of files. Nothing is stored. */
  async judge(block: ReadBlock, readBeside: ReadBeside): Promise<JudgedBlock> {
    const told = new Remarks();
    const facts = new Map<string, FileFacts>();
    const kept: JudgedFile[] = [];
    let { question } = block;
    for (const file of question ? (block.files ?? []) : []) {
      const purposes = question && isGiven(question, file) ? GIVEN : SHOWN;
      const judged = await this.judgeFile(file, purposes, readBeside);
      if ('why' in judged) question = question && without(question, file, judged, told);
      else {
        facts.set(file.placeholder, judged.facts);
        kept.push(judged.file);
      }
    }
    const remarks = [...block.remarks, ...told.list];
    if (!question) return { question: null, files: [], remarks };
    const sized = withPictureSize(question, facts);
    const checked = checkedBlock({ ...block, question: sized, remarks });
    if (!checked.question) return { ...checked, files: [] };
    const faults = filesFaults(checked.question, facts, block.line);
    return faults.length > 0
      ? { question: null, files: [], remarks: [...checked.remarks, ...faults] }
      : { ...checked, files: kept };
  }

  /**
   * The question with the ids of its files, which are uploaded in the name of the person. What was uploaded in this import already is
   * not uploaded again.
   *
   * @param userId null where there is no such person any more
   * @param known ids by the content, which this adds to
   */
  async upload(
    { question, files }: Pick<JudgedBlock, 'question' | 'files'>,
    { userId, known, line }: { userId: string | null; known: Map<string, string>; line: number },
  ): Promise<{ question: NewQuestion | null; remarks: Remark[] }> {
    const told = new Remarks();
    const ids = new Map<string, string>();
    let left = question;
    for (const file of files) {
      const { placeholder, name, purpose, content } = file;
      if (userId === null) {
        const why = sentences.embeddedFileMissing({ file: name });
        left = left && without(left, { placeholder, name, line }, { code: 'file_missing', why }, told);
        continue;
      }
      const sign = `${purpose} ${createHash('sha256').update(content).digest('base64')}`;
      try {
        const id = known.get(sign) ?? (await this.files.make({ userId }, { name, purpose, content }));
        known.set(sign, id);
        ids.set(placeholder, id);
      } catch (error) {
        // Such as a virus, or more than the person may upload.
        if (!isRefusal(error)) throw error;
        const why = sentences.embeddedFileRefused({ file: name, why: error.detail });
        left = left && without(left, { placeholder, name, line }, { code: 'file_refused', why }, told);
      }
    }
    return { question: left && withIds(left, ids), remarks: told.list };
  }

  private async judgeFile(
    file: EmbeddedFile,
    purposes: readonly FilePurposeName[],
    readBeside: ReadBeside,
  ): Promise<{ facts: FileFacts; file: JudgedFile } | Refusal> {
    const { placeholder, name } = file;
    const content = await contentOf(file, readBeside);
    if ('why' in content) return content;
    let refusal: Refusal | undefined;
    for (const purpose of purposes)
      try {
        const facts = await this.files.inspect({ name, purpose, content: content.bytes });
        return {
          facts: { ...facts, id: placeholder },
          file: { placeholder, name, purpose, content: content.bytes },
        };
      } catch (error) {
        if (!isRefusal(error)) throw error;
        refusal ??= {
          code: 'file_refused',
          why: sentences.embeddedFileRefused({ file: name, why: error.detail }),
        };
      }
    return refusal ?? { code: 'file_missing', why: sentences.embeddedFileMissing({ file: name }) };
  }
}

/** That of the file, and not of a storage that is full or away: then the import waits or fails as a whole. */
function isRefusal(error: unknown): error is DomainError {
  return (
    error instanceof InvalidError ||
    error instanceof TooLargeError ||
    error instanceof UnsupportedContentError
  );
}

interface Refusal {
  code: string;
  why: Remark['message'];
}

async function contentOf(
  { content, name }: EmbeddedFile,
  readBeside: ReadBeside,
): Promise<{ bytes: Buffer } | Refusal> {
  if ('path' in content) {
    const bytes = await readBeside(content.path);
    return bytes ? { bytes } : { code: 'file_missing', why: sentences.embeddedFileMissing({ file: name }) };
  }
  const written = content.base64.replace(/\s+/g, '');
  const isWhole = written.length > 0 && written.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(written);
  return isWhole
    ? { bytes: Buffer.from(written, 'base64') }
    : { code: 'file_broken', why: sentences.embeddedFileBroken({ file: name }) };
}

/** Whether learners are given the file, and it is not a part of what is shown. */
function isGiven({ definition }: NewQuestion, { placeholder }: EmbeddedFile): boolean {
  const { templates = [] } = definition as { templates?: readonly unknown[] };
  return Array.isArray(templates) && JSON.stringify(templates).includes(`"${placeholder}"`);
}

/** Null, and an error, where what is asked needs the file. */
function without(
  question: NewQuestion,
  { placeholder, name, line }: Pick<EmbeddedFile, 'placeholder' | 'name' | 'line'>,
  { code, why }: Refusal,
  told: Remarks,
): NewQuestion | null {
  const left = withoutFile(question, placeholder);
  if (!left) return told.refuse(line, code, why, { value: name });
  told.warn(line, code, why, { value: name });
  return left;
}

/** What is wrong with the files that a definition names. All of them must have come along. */
function filesFaults(
  { definition, type }: NewQuestion,
  facts: ReadonlyMap<string, FileFacts>,
  line: number,
): Remark[] {
  const whole = { ...definition, type } as QuestionDefinition;
  const missing = filesOfDefinition(whole).filter(({ fileId }) => !facts.has(fileId));
  if (missing.length > 0)
    return missing.map(({ field }) =>
      remark('error', line, 'file_missing', sentences.pictureNeeded(), { column: `definition.${field}` }),
    );
  return fileFaultsOf(whole, facts).map(({ field, message }) =>
    remark('error', line, 'invalid_question', sentences.invalid({ fault: message }), { column: field }),
  );
}
