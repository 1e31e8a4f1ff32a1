import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { decodeCursor, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import { QuestionNotFoundError } from '../assessments.errors';
import type { CreateQuestionDto } from '../questions/dto/question.dto';
import { type QuestionResponse, toQuestionResponse } from '../questions/dto/question.response';
import { contentOf, filingOf } from '../questions/question-content';
import { QuestionMedia } from '../questions/files/question-media';
import { QuestionFiles } from '../questions/files/question-files.service';
import { QuestionsRepository } from '../questions/questions.repository';
import { BankAccess } from '../sharing/bank-access';
import { BankQuestionsRepository, type BankFilter, NEWEST_FIRST } from './bank-questions.repository';
import { BanksRepository } from './banks.repository';
import type { BankQuery, TagsQuery } from './dto/bank.query';
import type { FileQuestionsDto, QuestionFilingsResponse } from './dto/filing.dto';
import { type TagResponse, toTagResponse } from './dto/tag.response';
import { filingChange } from './filing-changes';
import { FolderTree } from './folder-tree';
import { FoldersRepository } from './folders.repository';
import { toSimilarQuestionResponse } from '../likeness/dto/duplicates.response';
import { Likenesses } from '../likeness/likenesses';
import { QuestionsSearch } from './questions-search';
import { tagForm } from './tags';
import { TagsRepository } from './tags.repository';

/** The bank of a course, for staff. */
@Injectable()
export class BanksService {
  constructor(
    private readonly banks: BanksRepository,
    private readonly inBank: BankQuestionsRepository,
    private readonly questions: QuestionsRepository,
    private readonly files: QuestionFiles,
    private readonly media: QuestionMedia,
    private readonly folders: FoldersRepository,
    private readonly tags: TagsRepository,
    private readonly search: QuestionsSearch,
    private readonly likenesses: Likenesses,
    private readonly access: CourseAccess,
    private readonly bankAccess: BankAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** The questions that a course has, whether a quiz asks them or not. The newest first. */
  async list(caller: Caller, courseId: string, query: BankQuery): Promise<Page<QuestionResponse>> {
    await this.access.course(caller, courseId, 'quizzes.read_key');
    const after = NEWEST_FIRST.placeIn(query.cursor);
    const { limit } = query;
    const bankId = await this.bankAccess.bankFor(courseId, query.bankId);
    const filter = bankId === undefined ? undefined : await this.filterOf(bankId, query);
    if (bankId === undefined || filter === undefined)
      return withTotal(
        toPage([], limit, () => [], toQuestionResponse),
        query,
        () => 0,
      );
    const { rows, end } = await this.inBank.page(bankId, filter, { after, limit });
    const page = toPage(rows, limit, NEWEST_FIRST.keysOf, toQuestionResponse, end);
    // Where a question was made is nothing that other courses are told.
    if (query.bankId !== undefined && page.data.length > 0 && rows[0]?.courseId !== courseId)
      page.data = page.data.map((question) => ({ ...question, activityId: null }));
    page.data = await this.media.withOwn(page.data);
    return withTotal(page, query, (most) => this.inBank.count(bankId, filter, most));
  }

  /** Undefined where nothing can be found. */
  private async filterOf(
    bankId: string,
    { folderId, below, unfiled, tag, type, search }: BankQuery,
  ): Promise<BankFilter | undefined> {
    const filter: BankFilter = {
      ...(unfiled ? { folderIds: [] } : {}),
      ...(tag === undefined ? {} : { tagForm: tagForm(tag) }),
      ...(type === undefined ? {} : { type }),
    };
    if (folderId !== undefined) {
      const tree = new FolderTree(await this.folders.ofBank(bankId));
      if (!tree.has(folderId) || unfiled) return undefined;
      filter.folderIds = below ? tree.withBelow(folderId) : [folderId];
    }
    return search === undefined ? filter : { ...filter, found: await this.search.find(search) };
  }

  /** The tags that questions of the bank have. */
  async listTags(caller: Caller, courseId: string, query: TagsQuery): Promise<Page<TagResponse>> {
    await this.access.course(caller, courseId, 'quizzes.read_key');
    const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, 1)[0];
    const bankId = await this.bankAccess.bankFor(courseId, query.bankId);
    const found = bankId === undefined ? [] : await this.tags.page(bankId, query.limit, after);
    const page = toPage(found, query.limit, ({ form }) => [form], toTagResponse);
    return withTotal(page, query, (most) => (bankId === undefined ? 0 : this.tags.count(bankId, most)));
  }

  /** Adds a question to the bank, which no quiz asks yet. Throws InvalidQuestionError. */
  async add(caller: Caller, courseId: string, question: CreateQuestionDto): Promise<QuestionResponse> {
    await this.access.course(caller, courseId, 'quizzes.change');
    const content = { ...contentOf(question), ...filingOf(question) };
    return this.transactions.run(async () => {
      const now = this.clock.now();
      const bankId = await this.banks.lockOfCourse(courseId, now);
      await this.folders.require(bankId, [content.folderId]);
      const [similar = []] = await this.likenesses.like(bankId, [content.prompt]);
      const id = newId();
      const added = { ...content, id, activityId: null, position: 0 };
      const by = { createdBy: caller.userId, createdAt: now };
      await this.files.hold(caller, bankId, await this.questions.insert(bankId, [added], by));
      const made = await this.questions.find(id);
      if (!made) throw new QuestionNotFoundError();
      const response = await this.media.withItsOwn(toQuestionResponse(made));
      return { ...response, similar: similar.map(toSimilarQuestionResponse) };
    });
  }

  /** Files many questions at once, each by itself: what cannot be filed is told, and keeps nobody else back. */
  async file(
    caller: Caller,
    courseId: string,
    { questionIds, ...changes }: FileQuestionsDto,
  ): Promise<QuestionFilingsResponse> {
    await this.access.course(caller, courseId, 'quizzes.change');
    return this.transactions.run(async () => {
      const now = this.clock.now();
      const bankId = await this.banks.lockOfCourse(courseId, now);
      await this.folders.require(bankId, [changes.folderId ?? null]);
      const before = await this.inBank.filings(bankId, questionIds);
      const byId = new Map(before.map((filing) => [filing.id, filing]));
      const made = questionIds.map((id) => filingChange(id, byId.get(id), changes));
      await this.inBank.file(
        bankId,
        made.flatMap(({ filing }) => filing ?? []),
        now,
      );
      return { results: made.map(({ questionId, result }) => ({ questionId, result })) };
    });
  }
}
