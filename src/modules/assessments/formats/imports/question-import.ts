import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../shared/clock/clock';
import { newId } from '../../../../shared/database/ids';
import { Transactions } from '../../../../shared/database/transactions';
import type { PartCounts } from '../../../../shared/operations/operation';
import { OperationChanges } from '../../../../shared/operations/operation-changes.repository';
import type { OperationOutcome } from '../../../../shared/operations/operation-runner';
import type { NewIssue } from '../../../../shared/operations/operation-issue.entity';
import type { OperationTask } from '../../../../shared/operations/operation-task';
import { inEnglish } from '../../../../shared/sentences/say';
import { BanksRepository } from '../../banks/banks.repository';
import { MOST_FOLDERS } from '../../banks/folder-tree';
import { FoldersRepository } from '../../banks/folders.repository';
import { Likenesses } from '../../likeness/likenesses';
import { QuestionFiles } from '../../questions/files/question-files.service';
import { contentOf, filingOf, type NewQuestion } from '../../questions/question-content';
import { QuestionsRepository } from '../../questions/questions.repository';
import { ImportedCourseGoneError, QuestionFileUnreadableError } from '../formats.errors';
import { sentences } from '../formats.sentences';
import type { Remark } from '../question-format';
import { remark } from '../remarks';
import { type Judge, judged, openFile, type OpenFile } from './open-file';
import { EmbeddedUploads } from './embedded-uploads';
import { FolderPlan } from './folder-plan';
import { IMPORTED_STATE, ImportedQuestionsRepository, PART } from './imported-questions.repository';
import type { QuestionImportInput } from './import-input';

/** Questions that are added in one transaction. */
const AT_ONCE = 50;
/** Remarks that are stored in one transaction. */
const REMARKS_AT_ONCE = 500;

/** Where the next attempt goes on. */
interface Checkpoint {
  /** Questions of the file that have been looked at, whether they were added or not. */
  read: number;
  /** The instant at which all questions are added. */
  now: string;
}

type Counts = Pick<PartCounts, 'read' | 'added' | 'refused'>;

/** What a question of the file asks, and where it stands. */
interface AskedPrompt {
  prompt: string;
  file: string;
  line: number;
}

/** A question with the titles of its folders, from the top down. */
type FiledQuestion = NewQuestion & { folder: readonly string[] };

/**
 * Adds the questions of a file to the bank of a course. It reads the file twice: first to tell everything that is wrong with it, and
 * whether somebody must confirm; then to add what can be added, with what it takes to go on where it stopped.
 */
@Injectable()
export class QuestionImport {
  constructor(
    private readonly questions: QuestionsRepository,
    private readonly files: QuestionFiles,
    private readonly embedded: EmbeddedUploads,
    private readonly banks: BanksRepository,
    private readonly folders: FoldersRepository,
    private readonly imported: ImportedQuestionsRepository,
    private readonly likenesses: Likenesses,
    private readonly changes: OperationChanges,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  private readonly judge: Judge = (block, readBeside) => this.embedded.judge(block, readBeside);

  async run(task: OperationTask, input: QuestionImportInput, bytes: Buffer): Promise<OperationOutcome> {
    const { checkpoint, isDryRun, isConfirmed, subject: name } = task.operation;
    const file = await openFile(name, bytes, input);
    const saved = checkpoint as Checkpoint | null;
    if (!saved) {
      const counts = await this.tellOfFaults(task, input.courseId, file);
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
  private async tellOfFaults(task: OperationTask, courseId: string, file: OpenFile): Promise<Counts> {
    const counts: Counts = { read: 0, added: 0, refused: 0 };
    const plan = new FolderPlan(await this.folders.ofCourse(courseId));
    const full = new Set<string>();
    const bankId = await this.banks.find(courseId);
    let remarks: NewIssue[] = file.encodingRemarks.map((each) => ({ ...each, file: file.name }));
    let asked: AskedPrompt[] = [];
    const store = async (): Promise<void> => {
      const own = [...remarks, ...(await this.similarOnes(bankId, asked))];
      const { read: done } = counts;
      [remarks, asked] = [[], []];
      task.summary = [summaryOf(file, counts)];
      await this.transactions.run(async () => {
        await task.report({ phase: inEnglish(sentences.readingQuestions()), done, total: null });
        await task.addIssues(own);
      });
    };
    for await (const judgement of judged(file, this.judge)) {
      const { question, folder, line, remarks: own, isAside = false } = judgement;
      if (!isAside) {
        counts.read += 1;
        counts[question ? 'added' : 'refused'] += 1;
      }
      const inFile = (each: Remark): NewIssue => ({ ...each, file: judgement.file });
      remarks.push(...own.map(inFile));
      if (question) asked.push({ prompt: question.prompt, file: judgement.file, line });
      const path = folder.join(' / ');
      if (question && !plan.place(folder).isWhole && !full.has(path)) {
        full.add(path);
        remarks.push(inFile(notMade(path, line)));
      }
      if (remarks.length + asked.length >= REMARKS_AT_ONCE) await store();
    }
    await store();
    return counts;
  }

  /** A warning for each question of the file that the bank has already, or nearly so. */
  private async similarOnes(bankId: string | undefined, asked: readonly AskedPrompt[]): Promise<NewIssue[]> {
    if (bankId === undefined || asked.length === 0) return [];
    const prompts = asked.map(({ prompt }) => prompt);
    const found = await this.likenesses.like(bankId, prompts);
    return asked.flatMap(({ file, line }, index): NewIssue[] => {
      const [closest] = found[index] ?? [];
      if (!closest) return [];
      const message = sentences.similarQuestion({ similarity: closest.isEqual ? 'same' : 'near' });
      return [
        { ...remark('warning', line, 'similar_question', message, { value: closest.questionId }), file },
      ];
    });
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
    let batch: FiledQuestion[] = [];
    let told: NewIssue[] = [];
    const store = async (): Promise<void> => {
      const [own, issues] = [batch, told];
      [batch, told] = [[], []];
      counts.added += own.length;
      task.summary = [summaryOf(file, counts)];
      await this.transactions.run(async () => {
        await task.report({ phase: inEnglish(sentences.addingQuestions()), done: counts.read, total });
        await task.addIssues(issues);
        await this.add(task, input.courseId, own, new Date(from.now));
        const checkpoint: Checkpoint = { read: counts.read, now: from.now };
        await task.save({ done: counts.read, total, summary: task.summary, checkpoint });
      });
    };
    const known = new Map<string, string>();
    const userId = task.operation.requestedBy;
    let passed = 0;
    for await (const { file: name, folder, line, isAside = false, ...judgement } of judged(
      file,
      this.judge,
    )) {
      if (isAside) continue;
      passed += 1;
      if (passed <= from.read) continue;
      counts.read += 1;
      // Each by itself, so that the files of one question only are in memory.
      const { question, remarks } = await this.embedded.upload(judgement, { userId, known, line });
      told.push(...remarks.map((each) => ({ ...each, file: name })));
      if (question) batch.push({ ...question, folder });
      else counts.refused += 1;
      if (batch.length >= AT_ONCE) await store();
    }
    await store();
    return counts;
  }

  private async add(
    { operation }: OperationTask,
    courseId: string,
    added: readonly FiledQuestion[],
    now: Date,
  ): Promise<void> {
    if (!(await this.imported.isOpen(courseId))) throw new ImportedCourseGoneError(sentences.courseGone());
    if (added.length === 0) return;
    const bankId = await this.banks.lockOfCourse(courseId, now);
    const isFiled = added.some(({ folder }) => folder.length > 0);
    const plan = new FolderPlan(isFiled ? await this.folders.ofBank(bankId) : []);
    const questions = added.map(({ folder, ...question }) => ({
      ...contentOf(question),
      ...filingOf({ ...question, folderId: plan.place(folder).folderId }),
      ...{ id: newId(), activityId: null, position: 0 },
    }));
    await this.folders.insertAll(bankId, plan.takeWanted(), now);
    const by = { createdBy: operation.requestedBy, createdAt: now };
    const versions = await this.questions.insert(bankId, questions, by);
    await this.files.holdOwn(operation.requestedBy, bankId, versions);
    await this.changes.add(
      operation.id,
      questions.map(({ id: rowId }) => ({
        ...{ part: PART, rowId, action: 'added' as const, before: null, after: { ...IMPORTED_STATE } },
      })),
    );
  }
}

function notMade(folder: string, line: number): Remark {
  const message = sentences.folderNotMade({ folder, most: MOST_FOLDERS });
  return remark('warning', line, 'folder_not_made', message, { value: folder });
}

function summaryOf({ name: part }: OpenFile, counts: Counts): PartCounts {
  return { part, changed: 0, ended: 0, unchanged: 0, ...counts };
}
