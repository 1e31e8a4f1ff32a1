import { Injectable } from '@nestjs/common';
import type { Sourced, SourcedRows } from '../../../shared/database/sourced-table';
import { dayIn, endOfDay } from '../../../shared/time/zoned-time';
import { GradebookRoster, type RosterLineItem } from '../../gradebook';
import { sentences } from '../rostering.sentences';
import { instantEndPolicy } from './instant-end-policy';
import { optionalReference } from './roster-kind';
import type {
  PendingRow,
  EndPolicy,
  KnownReferences,
  RowReference,
  ReferenceFacts,
  RosterKind,
  RowRemark,
} from './roster-kind';
import { sameText, storedDecimal } from './stored-values';
import { Rational } from '../../../shared/decimals/rational';
import { common, type FileDefinition, optional, type RecordOf, required } from '../bundle/columns';
import {
  type Day,
  type DayOrInstant,
  dayOrInstant,
  decimal,
  guid,
  instant,
  longText,
  text,
} from '../bundle/formats';

/** The specification requires values in all but the description, and days for assignDate and dueDate, but exporters also write the dateTime of the REST binding. */
const lineItems = {
  ...common,
  title: required(text()),
  description: optional(longText),
  assignDate: optional(dayOrInstant),
  dueDate: optional(dayOrInstant),
  classSourcedId: required(guid),
  categorySourcedId: optional(guid),
  resultValueMin: required(decimal),
  resultValueMax: required(decimal),
  // What Stoa writes, since the format has only days.
  'metadata.stoaDueAt': optional(instant),
};
export type LineItemRecord = RecordOf<typeof lineItems>;

declare module '../bundle/columns' {
  interface EntityRecords {
    lineItems: LineItemRecord;
  }
}

declare module './roster-kind' {
  interface ReferenceFacts {
    lineItems: { id: string; isQuiz?: boolean };
  }
}

/** Line items. A dueDate without a time is the end of that day in the time zone of the course. */
@Injectable()
export class LineItemsKind implements RosterKind<'lineItems', RosterLineItem> {
  static readonly definition: FileDefinition<'lineItems'> = {
    kind: 'lineItems',
    number: 8,
    columns: lineItems,
    check: ({ resultValueMin, resultValueMax }) =>
      Rational.of(resultValueMax).lt(resultValueMin)
        ? {
            column: 'resultValueMax',
            code: 'range_reversed',
            message: sentences.rangeReversed({ least: resultValueMin }),
          }
        : null,
  };
  readonly kind = 'lineItems';
  readonly rows: SourcedRows<RosterLineItem>;
  readonly compared = [
    ...(['courseId', 'categoryId', 'title', 'description', 'assignDate', 'dueAt'] as const),
    ...(['resultValueMin', 'resultValueMax'] as const),
  ];
  readonly isComparedFirst = true;
  readonly uniqueIndexes = [];
  readonly endPolicy: EndPolicy<LineItemRecord, RosterLineItem>;

  constructor(roster: GradebookRoster) {
    this.rows = roster.lineItems;
    this.endPolicy = instantEndPolicy<LineItemRecord, RosterLineItem, 'deletedAt'>('deletedAt', {
      endAbsent: (rows, { now }) =>
        roster.hideLineItems(
          rows.map(({ id }) => id),
          now,
        ),
    });
  }

  referencesOf({ classSourcedId, categorySourcedId }: LineItemRecord): RowReference[] {
    return [
      { column: 'classSourcedId', kind: 'classes', sourcedIds: [classSourcedId] },
      ...optionalReference('categorySourcedId', 'categories', categorySourcedId),
    ];
  }

  wanted(
    pending: PendingRow<LineItemRecord, RosterLineItem>,
    references: KnownReferences,
  ): RosterLineItem | RowRemark {
    const { record, stored } = pending;
    const { id: courseId, timeZone } = references.get('classes', record.classSourcedId);
    if (stored && stored.courseId !== courseId) {
      return {
        column: 'classSourcedId',
        code: 'reference_changed',
        message: sentences.lineItemMoved(),
        value: record.classSourcedId,
      };
    }
    return {
      courseId,
      categoryId: categoryOf(pending, references),
      title: record.title,
      description: sameText(record.description, stored?.description),
      assignDate: record.assignDate === null ? null : dayOf(record.assignDate, timeZone),
      ...dueOf(record, timeZone, stored),
      resultValueMin: storedDecimal(record.resultValueMin),
      resultValueMax: storedDecimal(record.resultValueMax),
      deletedAt: stored?.deletedAt ?? null,
      activityId: stored?.activityId ?? null,
      quizDueAt: stored?.quizDueAt ?? null,
      quizDueTimeZone: stored?.quizDueTimeZone ?? null,
      gradeCategoryId: stored?.gradeCategoryId ?? null,
      standingCategoryId: stored?.standingCategoryId ?? null,
    };
  }

  toReference({ id, activityId }: Sourced<RosterLineItem>): ReferenceFacts['lineItems'] {
    return { id, isQuiz: activityId !== null };
  }
}

/**
 * The roster's category. A file may name the one in which the line item stands in its course, as an export does: then nobody wants to
 * move it. Into a category that instructors have made, a file moves nothing.
 */
function categoryOf(
  { record, stored, warnings }: PendingRow<LineItemRecord, RosterLineItem>,
  references: KnownReferences,
): string | null {
  const { categorySourcedId } = record;
  const named = references.find('categories', categorySourcedId);
  if (stored && standsIn(stored, categorySourcedId === null ? null : named)) return stored.categoryId;
  if (!named?.isOfCourse) return named?.id ?? null;
  warnings.push({
    ...{ column: 'categorySourcedId', code: 'category_of_course', value: categorySourcedId },
    message: sentences.categoryOfCourse(),
  });
  return stored?.categoryId ?? null;
}

function standsIn(
  { gradeCategoryId, standingCategoryId }: RosterLineItem,
  category: ReferenceFacts['categories'] | null | undefined,
): boolean {
  if (!category) return category === null && gradeCategoryId === null;
  return (category.isOfCourse ? gradeCategoryId : standingCategoryId) === category.id;
}

function dayOf(moment: DayOrInstant, timeZone: string): Day {
  return isDay(moment) ? moment : dayIn(new Date(moment), timeZone);
}

/**
 * When the line item is due. A stored due date on that day, which an earlier time zone of the course gave, stays. A quiz is due when it
 * says so itself, so that nothing is stored of it here.
 */
function dueOf(
  { dueDate, 'metadata.stoaDueAt': exact }: LineItemRecord,
  timeZone: string,
  stored: RosterLineItem | undefined,
): Pick<RosterLineItem, 'dueAt' | 'dueTimeZone'> {
  const { dueAt = null, dueTimeZone = null, quizDueAt = null, quizDueTimeZone = null } = stored ?? {};
  const due = quizDueAt ?? dueAt;
  const dueZone = (quizDueAt === null ? dueTimeZone : quizDueTimeZone) ?? timeZone;
  const wanted = exactDue(dueDate, exact, dueZone);
  if (wanted !== null && wanted.getTime() === due?.getTime()) return { dueAt, dueTimeZone };
  if (wanted !== null || dueDate === null) return { dueAt: wanted, dueTimeZone: null };
  const isStored = due !== null && endOfDay(dueDate, dueZone).getTime() === due.getTime();
  return isStored ? { dueAt, dueTimeZone } : { dueAt: endOfDay(dueDate, timeZone), dueTimeZone: null };
}

/** The instant that the row says; null where it has none, or only a day. Somebody may have changed the day in a file of Stoa's. */
function exactDue(dueDate: DayOrInstant | null, exact: string | null, timeZone: string): Date | null {
  if (dueDate === null) return null;
  if (!isDay(dueDate)) return new Date(dueDate);
  const instantOfDay = exact === null ? null : new Date(exact);
  return instantOfDay && dayIn(instantOfDay, timeZone) === dueDate ? instantOfDay : null;
}

function isDay(moment: DayOrInstant): boolean {
  return !moment.includes('T');
}
