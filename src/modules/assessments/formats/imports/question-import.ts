import { setImmediate as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../shared/clock/clock';
import { newId } from '../../../../shared/database/ids';
import { Transactions } from '../../../../shared/database/transactions';
import type { PartCounts } from '../../../../shared/operations/operation';
import { OperationChanges } from '../../../../shared/operations/operation-changes.repository';
import type { OperationOutcome } from '../../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../../shared/operations/operation-task';
import { inEnglish } from '../../../../shared/sentences/say';
import { BanksRepository } from '../../banks/banks.repository';
import { contentOf, type NewQuestion } from '../../questions/question-content';
import { QuestionsRepository } from '../../questions/questions.repository';
import { checkedBlock } from '../checked-question';
import { decodeText, type TextEncoding } from '../encodings';
import { ImportedCourseGoneError, QuestionFileUnreadableError } from '../formats.errors';
import { sentences } from '../formats.sentences';
import type { QuestionFormat, Remark } from '../question-format';
import { findFormat, READ_FORMATS } from '../registry';
import { remark } from '../remarks';
import { IMPORTED_STATE, ImportedQuestionsRepository, PART } from './imported-questions.repository';
import type { QuestionImportInput } from './import-input';

/** Questions that are added in one transaction. */
const AT_ONCE = 50;
/** Remarks that are stored in one transaction. */
const REMARKS_AT_ONCE = 500;
/** Blocks that are read before others get their turn. */
const READ_AT_ONCE = 100;

/** Where the next attempt goes on. */
interface Checkpoint {
  /** Questions of the file that have been looked at, whether they were added or not. */
  read: number;
  /** The instant at which all questions are added. */
  now: string;
}

type Counts = Pick<PartCounts, 'read' | 'added' | 'refused'>;

/** A file that is being read. */
interface OpenFile {
  name: string;
  text: string;
  read: NonNullable<QuestionFormat['read']>;
  encodingRemarks: Remark[];
}

/**
 * Adds the questions of a file to the bank of a course. It reads the file twice: first to tell everything that is wrong with it, and
 * whether somebody must confirm; then to add what can be added, with what it takes to go on where it stopped.
 */
@Injectable()
export class QuestionImport {
  constructor(
    private readonly questions: QuestionsRepository,
    private readonly banks: BanksRepository,
    private readonly imported: ImportedQuestionsRepository,
    private readonly changes: OperationChanges,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async run(task: OperationTask, input: QuestionImportInput, bytes: Buffer): Promise<OperationOutcome> {
    const { checkpoint, isDryRun, isConfirmed, subject: name } = task.operation;
    const file = openFile(name, bytes, input);
    const saved = checkpoint as Checkpoint | null;
    if (!saved) {
      const counts = await this.tellOfFaults(task, file);
      if (counts.read === 0)
        throw new QuestionFileUnreadableError(sentences.noQuestions({ format: input.format }));
      if (counts.refused > 0 && !isConfirmed) {
        const { refused, read } = counts;
        task.confirmation = { detail: inEnglish(sentences.somethingRefused({ refused, read })), items: [] };
        if (!isDryRun) return 'needs_confirmation';
      }
      if (isDryRun) return counts.refused > 0 ? 'partly_done' : 'done';
    }
    const counts = await this.addAll(
      task,
      input,
      file,
      saved ?? { read: 0, now: this.clock.now().toISOString() },
    );
    return counts.refused > 0 ? 'partly_done' : 'done';
  }

  /** Stores the remarks of the whole file, and counts what would be added. */
  private async tellOfFaults(task: OperationTask, file: OpenFile): Promise<Counts> {
    const counts: Counts = { read: 0, added: 0, refused: 0 };
    let remarks = [...file.encodingRemarks];
    const store = async (): Promise<void> => {
      const [own, { read: done }] = [remarks, counts];
      remarks = [];
      task.summary = [summaryOf(file, counts)];
      await this.transactions.run(async () => {
        await task.report({ phase: inEnglish(sentences.readingQuestions()), done, total: null });
        await task.addIssues(own.map((each) => ({ ...each, file: file.name })));
      });
    };
    for await (const { question, remarks: own } of judged(file)) {
      counts.read += 1;
      counts[question ? 'added' : 'refused'] += 1;
      remarks.push(...own);
      if (remarks.length >= REMARKS_AT_ONCE) await store();
    }
    await store();
    return counts;
  }

  private async addAll(
    task: OperationTask,
    input: QuestionImportInput,
    file: OpenFile,
    from: Checkpoint,
  ): Promise<Counts> {
    const total = task.summary[0]?.read ?? task.operation.summary?.[0]?.read ?? null;
    const before = from.read === 0 ? undefined : task.operation.summary?.[0];
    const counts: Counts = { read: from.read, added: before?.added ?? 0, refused: before?.refused ?? 0 };
    let batch: NewQuestion[] = [];
    const store = async (): Promise<void> => {
      const own = batch;
      batch = [];
      counts.added += own.length;
      task.summary = [summaryOf(file, counts)];
      await this.transactions.run(async () => {
        await task.report({ phase: inEnglish(sentences.addingQuestions()), done: counts.read, total });
        await this.add(task, input.courseId, own, new Date(from.now));
        const checkpoint: Checkpoint = { read: counts.read, now: from.now };
        await task.save({ done: counts.read, total, summary: task.summary, checkpoint });
      });
    };
    let passed = 0;
    for await (const { question } of judged(file)) {
      passed += 1;
      if (passed <= from.read) continue;
      counts.read += 1;
      if (question) batch.push(question);
      else counts.refused += 1;
      if (batch.length >= AT_ONCE) await store();
    }
    await store();
    return counts;
  }

  private async add(
    { operation }: OperationTask,
    courseId: string,
    added: readonly NewQuestion[],
    now: Date,
  ): Promise<void> {
    if (!(await this.imported.isOpen(courseId))) throw new ImportedCourseGoneError(sentences.courseGone());
    if (added.length === 0) return;
    const bankId = await this.banks.lockOfCourse(courseId, now);
    const questions = added.map((question) => ({
      ...contentOf(question),
      ...{ id: newId(), activityId: null, position: 0, folderId: null, tags: [] },
    }));
    await this.questions.insert(bankId, questions, { createdBy: operation.requestedBy, createdAt: now });
    await this.changes.add(
      operation.id,
      questions.map(({ id: rowId }) => ({
        ...{ part: PART, rowId, action: 'added' as const, before: null, after: { ...IMPORTED_STATE } },
      })),
    );
  }
}

/** Each question of the file with its remarks; those of what is no question go with the next. Lets others have their turn. */
async function* judged({ text, read }: OpenFile): AsyncGenerator<ReturnType<typeof checkedBlock>> {
  let blocks = 0;
  let aside: Remark[] = [];
  for (const block of read(text)) {
    blocks += 1;
    if (blocks % READ_AT_ONCE === 0) await pause();
    if (!block.isQuestion) {
      aside.push(...block.remarks);
      continue;
    }
    const { question, remarks } = checkedBlock(block);
    yield { question, remarks: [...aside, ...remarks] };
    aside = [];
  }
}

/** Throws QuestionFileUnreadableError. */
function openFile(
  name: string,
  bytes: Buffer,
  { format, encoding: declared }: Pick<QuestionImportInput, 'format' | 'encoding'>,
): OpenFile {
  const read = findFormat(format)?.read;
  if (!read)
    throw new QuestionFileUnreadableError(
      sentences.formatNeeded({ field: 'format', formats: READ_FORMATS.join(', ') }),
    );
  const decoded = decodeText(bytes, declared);
  if ('fault' in decoded)
    throw new QuestionFileUnreadableError(
      decoded.fault === 'not_text'
        ? sentences.notText()
        : sentences.notInEncoding({ encoding: declared ?? 'utf-8' }),
    );
  const { text, encoding, isGuess } = decoded;
  return { name, text, read, encodingRemarks: isGuess ? [guessed(encoding)] : [] };
}

function guessed(encoding: TextEncoding): Remark {
  return remark('warning', null, 'encoding_guessed', sentences.readAs({ encoding }), { value: encoding });
}

function summaryOf({ name: part }: OpenFile, counts: Counts): PartCounts {
  return { part, changed: 0, ended: 0, unchanged: 0, ...counts };
}
