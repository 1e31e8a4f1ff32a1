import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { asView, type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { CourseAccess } from '../../courses';
import { MarkedWorks } from '../marked-work';
import type { RubricDto, UseRubricDto } from './dto/rubric.dto';
import { type QuestionRubricResponse, toContentResponse } from './dto/rubric.response';
import type { RubricDefinition } from './kinds/rubric-kind';
import {
  type ItemKey,
  type QuestionRubricRecord,
  type QuestionRubricRow,
  QuestionRubricsRepository,
} from './question-rubrics.repository';
import {
  InvalidRubricError,
  NotMarkedByHandError,
  RubricHasMarksError,
  RubricNotFoundError,
} from './rubrics.errors';
import { RubricsRepository } from './rubrics.repository';
import { requireRubric } from './rubrics.service';
import { sentences } from './rubrics.sentences';

/** What a rubric says, and where it comes from. */
export interface ChosenRubric {
  title: string;
  definition: RubricDefinition;
  sourceId: string | null;
}

/** By which rubrics the questions of a quiz are marked. */
@Injectable()
export class QuestionRubricsService {
  constructor(
    private readonly used: QuestionRubricsRepository,
    private readonly rubrics: RubricsRepository,
    private readonly works: MarkedWorks,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** For staff; for learners where it is shown before. */
  async read(caller: Caller, key: ItemKey): Promise<QuestionRubricResponse> {
    const standing = await this.access.activity(caller, key.activityId, 'quizzes.read');
    const isStaff = may(caller, 'rubrics.read', standing).granted;
    const found = await this.used.find(key);
    if (!found || (!isStaff && found.shown !== 'before')) throw new RubricNotFoundError();
    return asView(toQuestionRubricResponse(found), isStaff ? 'staff' : 'learner');
  }

  /** Throws InvalidRubricError, RubricHasMarksError, StaleVersionError. */
  async use(
    caller: Caller,
    key: ItemKey,
    { rubricId, rubric, shown = 'with_mark' }: UseRubricDto,
    version: ExpectedVersion,
  ): Promise<QuestionRubricResponse> {
    const { courseId } = await this.access.activity(caller, key.activityId, 'rubrics.change');
    await this.requireByHand(key);
    const chosen = await this.chosen(courseId, { rubricId, rubric });
    await this.transactions.run(async () => {
      const now = this.clock.now();
      await this.used.make({ ...key, courseId, shown }, now);
      const row = await this.lock(key, version);
      const present = row.revision === null ? undefined : await this.used.revision(key, row.revision);
      if (!chosen && !present) throw new InvalidRubricError([sourceNeeded()]);
      if (!chosen || (present && saysTheSame(present, chosen))) {
        const sourceId = chosen ? chosen.sourceId : row.sourceId;
        if (shown !== row.shown || sourceId !== row.sourceId)
          await this.used.update(key, { sourceId, shown, revision: row.revision }, now);
        return;
      }
      if (present && (await this.used.hasMarks(key))) throw new RubricHasMarksError();
      const { title, definition, sourceId } = chosen;
      const by = { createdBy: caller.userId, createdAt: now };
      const revision = await this.used.addRevision({ ...key, title, definition, ...by });
      await this.used.update(key, { sourceId, shown, revision }, now);
    });
    return this.show(key);
  }

  /** New marks are given without a rubric. Those that were given by it stay. */
  async stopUsing(caller: Caller, key: ItemKey, version: ExpectedVersion): Promise<void> {
    await this.access.activity(caller, key.activityId, 'rubrics.change');
    await this.transactions.run(async () => {
      const { revision, ...row } = await this.lock(key, version);
      if (revision === null) throw new RubricNotFoundError();
      await this.used.update(key, { ...row, revision: null }, this.clock.now());
    });
  }

  /** What a request names, which is copied; undefined where it names nothing. Throws InvalidRubricError and RubricNotFoundError. */
  async chosen(
    courseId: string,
    { rubricId, rubric }: { rubricId?: string | undefined; rubric?: RubricDto | undefined },
  ): Promise<ChosenRubric | undefined> {
    if (rubric && rubricId !== undefined)
      throw new InvalidRubricError([
        { field: 'rubric', rule: 'absent', message: sentences.oneSource({ field: 'rubric' }) },
      ]);
    if (rubric) return { title: rubric.title, definition: requireRubric(rubric, 'rubric'), sourceId: null };
    if (rubricId === undefined) return undefined;
    const found = await this.rubrics.find(rubricId);
    if (found?.courseId !== courseId) throw new RubricNotFoundError();
    return { title: found.title, definition: found.definition, sourceId: rubricId };
  }

  /** Throws NotMarkedByHandError where the course of the quiz has no such question that people mark. */
  private async requireByHand({ activityId, itemId }: ItemKey): Promise<void> {
    if (!(await this.works.work.isMarkedByHand(activityId, itemId))) throw new NotMarkedByHandError();
  }

  private async lock(key: ItemKey, version: ExpectedVersion): Promise<QuestionRubricRow> {
    const row = await this.used.lock(key);
    if (!row) throw new RubricNotFoundError();
    if (isStale(version, row.revision === null ? undefined : row.version))
      throw new StaleVersionError('rubric');
    return row;
  }

  private async show(key: ItemKey): Promise<QuestionRubricResponse> {
    const found = await this.used.find(key);
    if (!found) throw new RubricNotFoundError();
    return asView(toQuestionRubricResponse(found), 'staff');
  }
}

export function saysTheSame(
  one: { title: string; definition: RubricDefinition },
  other: { title: string; definition: RubricDefinition },
): boolean {
  return one.title === other.title && isDeepStrictEqual(one.definition, other.definition);
}

export function sourceNeeded(): {
  field: string;
  rule: string;
  message: ReturnType<typeof sentences.sourceNeeded>;
} {
  return { field: 'rubric', rule: 'needed', message: sentences.sourceNeeded({ field: 'rubric' }) };
}

export function toQuestionRubricResponse(record: QuestionRubricRecord): QuestionRubricResponse {
  const { activityId, itemId: questionId, sourceId, shown, number: revision, version } = record;
  return {
    ...{ activityId, questionId, sourceId, shown, revision },
    ...toContentResponse(record.title, record.definition),
    version,
  };
}
