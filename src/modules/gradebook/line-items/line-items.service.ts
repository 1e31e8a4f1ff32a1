import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { type CourseAction, may, type Scope } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { isId, newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { Rational } from '../../../shared/decimals/rational';
import { isEmptyChange } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, listedVersions, StaleVersionError } from '../../../shared/http/etag';
import { decodeCursor, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { endOfDay } from '../../../shared/time/zoned-time';
import { CourseAccess, type CourseStanding, LimitedToGroupsError } from '../../courses';
import { LineItemChangesRepository } from '../change-log/line-item-changes.repository';
import { periodOf } from '../totals/periods';
import { ClosedWork } from '../final-grades/closed-work';
import { GradeClosingsRepository } from '../final-grades/grade-closings.repository';
import {
  DueTwiceError,
  EmptyRangeError,
  GradesClosedError,
  PeriodClosedError,
  LineItemArchivedError,
  LineItemHasResultsError,
  LineItemNotFoundError,
  NoSuchCategoryError,
  QuizLineItemError,
  ResultsOutOfRangeError,
} from '../gradebook.errors';
import { TotalsKeeper } from '../stored-totals/totals-keeper';
import { GradingPeriodsRepository } from '../periods/grading-periods.repository';
import { NoSuchPeriodError } from '../periods/periods.errors';
import type { CreateLineItemDto, UpdateLineItemDto } from './dto/line-item.dto';
import type { LineItemsQuery } from './dto/line-items.query';
import { type LineItemResponse, toLineItemResponse } from './dto/line-item.response';
import type { LineItemFacts } from './line-item-facts';
import { type HeldRange, type LineItemPlace, LineItemsRepository } from './line-items.repository';

/** What a line item says for itself, also where a quiz says the rest. */
const OF_ANY_ITEM = new Set([
  ...[
    'description',
    'categoryId',
    'periodId',
    'weight',
    'fixedWeight',
    'isExtraCredit',
    'isOmitted',
    'neverDropped',
  ],
]);
const ARCHIVED_TOO = { archived: 'shown' } as const;

@Injectable()
export class LineItemsService {
  constructor(
    private readonly lineItems: LineItemsRepository,
    private readonly periods: GradingPeriodsRepository,
    private readonly closings: GradeClosingsRepository,
    private readonly closedWork: ClosedWork,
    private readonly changes: LineItemChangesRepository,
    private readonly totals: TotalsKeeper,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Archived ones are for the staff of the course. */
  async list(caller: Caller, courseId: string, query: LineItemsQuery): Promise<Page<LineItemResponse>> {
    const { status, ids, limit, cursor } = query;
    const action = status === 'active' ? 'line_items.read' : 'line_items.read_archived';
    const { timeZone } = await this.access.course(caller, courseId, action);
    const filter = { courseId, status, ids };
    const rows = await this.lineItems.page(filter, limit, placeIn(cursor));
    const page = toPage(
      rows,
      limit,
      ({ dueAt, id }) => [dueAt?.toISOString() ?? null, id],
      (item) => toLineItemResponse(item, timeZone),
    );
    return withTotal(page, query, (most) => this.lineItems.count(filter, most));
  }

  async create(caller: Caller, courseId: string, dto: CreateLineItemDto): Promise<LineItemResponse> {
    const { timeZone } = await this.access.course(caller, courseId, 'line_items.change');
    const min = dto.resultValueMin ?? '0';
    refuseEmptyRange(min, dto.resultValueMax);
    const id = newId();
    const {
      title,
      resultValueMax,
      categoryId = null,
      periodId = null,
      weight,
      isExtraCredit,
      isOmitted,
      neverDropped,
    } = dto;
    const { expectsSubmission, fixedWeight } = dto;
    return this.transactions.run(async () => {
      const closed = await this.closings.requireOpen(courseId);
      await this.requireCategory(courseId, categoryId);
      await this.requirePeriod(courseId, periodId);
      this.totals.structuresChanged([courseId], caller.userId);
      await this.lineItems.insert([
        {
          ...{ id, courseId, title, resultValueMax },
          ...{
            gradeCategoryId: categoryId,
            gradingPeriodId: periodId,
            weight,
            fixedWeight,
            isExtraCredit,
            isOmitted,
            neverDropped,
            expectsSubmission,
          },
          description: dto.description ?? null,
          assignDate: dto.assignDate ?? null,
          dueAt: dueAtOf(dto, timeZone) ?? null,
          resultValueMin: min,
          createdAt: this.clock.now(),
        },
      ]);
      const added = toLineItemResponse(await this.existing(id), timeZone);
      await this.refuseInClosed(closed, added);
      await this.note(caller, null, added);
      return added;
    });
  }

  async read(caller: Caller, lineItemId: string): Promise<LineItemResponse> {
    const { item, standing } = await this.forCaller(caller, lineItemId, 'line_items.read', ARCHIVED_TOO);
    return toLineItemResponse(item, standing.timeZone);
  }

  async update(
    caller: Caller,
    lineItemId: string,
    dto: UpdateLineItemDto,
    version: ExpectedVersion,
  ): Promise<LineItemResponse> {
    const { item, standing } = await this.forCaller(caller, lineItemId, 'line_items.change');
    if (item.activityId !== null && Object.keys(dto).some((field) => !OF_ANY_ITEM.has(field)))
      throw new QuizLineItemError();
    if (isEmptyChange(dto)) {
      if (isStale(version, item.version)) throw new StaleVersionError('line_item');
      return toLineItemResponse(item, standing.timeZone);
    }
    const { dueDate: _day, dueAt: _instant, ...changes } = dto;
    const dueAt = dueAtOf(dto, standing.timeZone);
    return this.transactions.run(async () => {
      const closed = await this.closings.requireOpen(item.courseId);
      await this.requireCategory(item.courseId, dto.categoryId ?? null);
      await this.requirePeriod(item.courseId, dto.periodId ?? null);
      this.totals.structuresChanged([item.courseId], caller.userId);
      const isUpdated = await this.lineItems.update(
        lineItemId,
        { ...changes, dueAt },
        listedVersions(version),
        this.clock.now(),
      );
      if (!isUpdated) throw new StaleVersionError('line_item');
      // The update has locked the row, so the checks below stay true until the commit. An error rolls the update back.
      const updated = await this.existing(lineItemId);
      if (dto.resultValueMin !== undefined || dto.resultValueMax !== undefined) {
        refuseEmptyRange(updated.resultValueMin, updated.resultValueMax);
        const outside = await this.lineItems.countOutOfRange(lineItemId);
        if (outside > 0) throw new ResultsOutOfRangeError(outside);
      }
      const before = toLineItemResponse(item, standing.timeZone);
      const changed = toLineItemResponse(updated, standing.timeZone);
      await this.refuseInClosed(closed, before, changed);
      await this.note(caller, before, changed);
      return changed;
    });
  }

  /** Only one without results: learners' work is archived, not deleted. */
  async delete(caller: Caller, lineItemId: string, version: ExpectedVersion): Promise<void> {
    await this.decide(caller, lineItemId, version, async ({ timeZone }) => {
      const results = await this.lineItems.countResults(lineItemId);
      if (results > 0) throw new LineItemHasResultsError(results);
      await this.note(caller, toLineItemResponse(await this.existing(lineItemId), timeZone), null);
      await this.lineItems.delete(lineItemId);
    });
  }

  /** Hides a line item and its results and leaves them out of the grades, until it is restored. */
  archive(caller: Caller, lineItemId: string, version: ExpectedVersion): Promise<LineItemResponse> {
    return this.decide(caller, lineItemId, version, (standing, archivedAt) =>
      this.setArchived(caller, lineItemId, standing, {
        from: archivedAt,
        to: archivedAt ?? this.clock.now(),
      }),
    );
  }

  /** Restores an archived line item with its results. */
  restore(caller: Caller, lineItemId: string, version: ExpectedVersion): Promise<LineItemResponse> {
    return this.decide(caller, lineItemId, version, (standing, archivedAt) =>
      this.setArchived(caller, lineItemId, standing, { from: archivedAt, to: null }),
    );
  }

  private async setArchived(
    caller: Caller,
    lineItemId: string,
    { timeZone }: CourseStanding,
    { from, to }: { from: Date | null; to: Date | null },
  ): Promise<LineItemResponse> {
    const before = toLineItemResponse(await this.existing(lineItemId), timeZone);
    if (from === to) return before;
    await this.lineItems.setArchived(lineItemId, to, this.clock.now());
    const after = toLineItemResponse(await this.existing(lineItemId), timeZone);
    await this.note(caller, before, after);
    return after;
  }

  /** Adds a change to the log of the course. What changes nothing is left out of it. */
  private async note(
    { userId: changedBy }: Caller,
    oldItem: LineItemResponse | null,
    newItem: LineItemResponse | null,
  ): Promise<void> {
    const item = newItem ?? oldItem;
    if (!item || (oldItem && newItem && saysTheSame(oldItem, newItem))) return;
    const { id: lineItemId, courseId } = item;
    const changedAt = this.clock.now();
    await this.changes.add({ courseId, lineItemId, oldItem, newItem, changedBy, changedAt });
  }

  /** Runs an instructor's decision about the whole line item in a transaction that has locked it. */
  private async decide<T>(
    caller: Caller,
    lineItemId: string,
    version: ExpectedVersion,
    work: (standing: CourseStanding, archivedAt: Date | null) => Promise<T>,
  ): Promise<T> {
    const { item, standing } = await this.forCaller(caller, lineItemId, 'line_items.archive', ARCHIVED_TOO);
    if (item.activityId !== null) throw new QuizLineItemError();
    return this.transactions.run(async () => {
      const locked = await this.lineItems.lock(lineItemId);
      if (!locked) throw new LineItemNotFoundError();
      const closed = await this.closings.requireOpen(item.courseId);
      await this.refuseInClosed(closed, toLineItemResponse(item, standing.timeZone));
      if (isStale(version, locked.version)) throw new StaleVersionError('line_item');
      this.totals.structuresChanged([item.courseId], caller.userId);
      return work(standing, locked.archivedAt);
    });
  }

  /**
   * The line item and the caller's standing in its course. LineItemNotFoundError when there is none, or
   * when it is archived and the caller is not staff. For staff, an archived one throws a LineItemArchivedError unless
   * `archived` is `shown`.
   */
  async forCaller(
    caller: Caller,
    lineItemId: string,
    action: CourseAction,
    { archived = 'refused' }: { archived?: 'refused' | 'shown' } = {},
  ): Promise<{ item: LineItemFacts; standing: CourseStanding }> {
    const { scope, ...found } = await this.forCallerWithin(caller, lineItemId, action, { archived });
    if (scope !== 'all') throw new LimitedToGroupsError();
    return found;
  }

  /** As `forCaller`, for what is about one learner: throws LimitedToGroupsError where the caller has nothing to do with them. */
  async ofLearner(
    caller: Caller,
    { lineItemId, learnerId }: { lineItemId: string; learnerId: string },
    action: CourseAction,
  ): Promise<{ item: LineItemFacts; standing: CourseStanding }> {
    const { scope, ...found } = await this.forCallerWithin(caller, lineItemId, action);
    await this.access.requireWithin(scope, learnerId);
    return found;
  }

  private async forCallerWithin(
    caller: Caller,
    lineItemId: string,
    action: CourseAction,
    { archived = 'refused' }: { archived?: 'refused' | 'shown' } = {},
  ): Promise<{ item: LineItemFacts; standing: CourseStanding; scope: Scope }> {
    const item = await this.existing(lineItemId);
    const { scope, ...standing } = await this.access.courseWithin(
      caller,
      item.courseId,
      action,
      () => new LineItemNotFoundError(),
    );
    if (item.archivedAt !== null) {
      if (!may(caller, 'line_items.read_archived', standing).granted) throw new LineItemNotFoundError();
      if (archived === 'refused') throw new LineItemArchivedError();
    }
    return { item, standing, scope };
  }

  /**
   * For a change of a result by hand: the line item stays as it is, and its course open for it, until the transaction ends. The accounts
   * that the result refers to are held before it: whose it is, and who changes it. Throws LineItemNotFoundError, GradesClosedError and
   * PeriodClosedError.
   */
  async holdOpen(
    { id: lineItemId, courseId }: Pick<LineItemFacts, 'id' | 'courseId'>,
    { userId, by }: { userId: string; by: string },
  ): Promise<Pick<HeldRange, 'min' | 'max'>> {
    const held = await this.lineItems.hold(lineItemId, [userId, by]);
    if (!held) throw new LineItemNotFoundError();
    const { isCourseClosed, periods: closed } = held.closed;
    if (isCourseClosed) throw new GradesClosedError();
    await this.closedWork.requireOpen({ courseId, closed }, { lineItemId, userId });
    return held;
  }

  /** For everybody: exceptions move single learners' work to other periods. Throws PeriodClosedError. */
  private async refuseInClosed(
    closed: ReadonlySet<string>,
    ...items: Pick<LineItemResponse, 'courseId' | 'periodId' | 'dueDate'>[]
  ): Promise<void> {
    const [{ courseId } = { courseId: null }] = items;
    if (closed.size === 0 || courseId === null) return;
    const periods = await this.periods.ofCourse(courseId);
    for (const { periodId: named, dueDate: dueDay } of items) {
      const periodId = periodOf(periods, { named, dueDay });
      if (periodId !== null && closed.has(periodId))
        throw new PeriodClosedError(periods.find(({ id }) => id === periodId)?.title ?? '');
    }
  }

  private async requireCategory(courseId: string, categoryId: string | null): Promise<void> {
    if (categoryId !== null && !(await this.lineItems.holdCategory(courseId, categoryId)))
      throw new NoSuchCategoryError('categoryId');
  }

  private async requirePeriod(courseId: string, periodId: string | null): Promise<void> {
    if (periodId !== null && !(await this.periods.hold(courseId, periodId)))
      throw new NoSuchPeriodError('periodId');
  }

  private async existing(lineItemId: string): Promise<LineItemFacts> {
    const item = await this.lineItems.find(lineItemId);
    if (!item) throw new LineItemNotFoundError();
    return item;
  }
}

/** Undefined when neither is given. A day stands for its last millisecond in the course's time zone. */
function dueAtOf(
  { dueDate, dueAt }: Pick<UpdateLineItemDto, 'dueDate' | 'dueAt'>,
  timeZone: string,
): Date | null | undefined {
  if (dueDate !== undefined && dueAt !== undefined) throw new DueTwiceError();
  if (dueDate === undefined) return dueAt;
  return dueDate === null ? null : endOfDay(dueDate, timeZone);
}

function saysTheSame(one: LineItemResponse, other: LineItemResponse): boolean {
  const said = ({ version: _version, updatedAt: _updatedAt, ...rest }: LineItemResponse): object => rest;
  return isDeepStrictEqual(said(one), said(other));
}

function refuseEmptyRange(min: string, max: string): void {
  if (!Rational.of(max).gt(min)) throw new EmptyRangeError();
}

function placeIn(cursor: string | undefined): LineItemPlace | undefined {
  if (cursor === undefined) return undefined;
  const [dueAt, id] = decodeCursor(
    cursor,
    2,
    ([due, item]) => isId(item) && (due === 'null' || !Number.isNaN(Date.parse(due ?? ''))),
  ) as [string, string];
  return { dueAt: dueAt === 'null' ? null : new Date(dueAt), id };
}
