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
import { storedDecimal } from './stored-decimal';
import { Rational } from '../../../shared/decimals/rational';
import { common, type FileDefinition, optional, type RecordOf, required } from '../bundle/columns';
import { type Day, type DayOrInstant, dayOrInstant, decimal, guid, longText, text } from '../bundle/formats';

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
};
export type LineItemRecord = RecordOf<typeof lineItems>;

declare module '../bundle/columns' {
  interface EntityRecords {
    lineItems: LineItemRecord;
  }
}

declare module './roster-kind' {
  interface ReferenceFacts {
    lineItems: { id: string };
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
    { record, stored }: PendingRow<LineItemRecord, RosterLineItem>,
    references: KnownReferences,
  ): RosterLineItem | RowRemark {
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
      categoryId: references.find('categories', record.categorySourcedId)?.id ?? null,
      title: record.title,
      description: record.description,
      assignDate: record.assignDate === null ? null : dayOf(record.assignDate, timeZone),
      ...dueOf(record.dueDate, timeZone, stored),
      resultValueMin: storedDecimal(record.resultValueMin),
      resultValueMax: storedDecimal(record.resultValueMax),
      deletedAt: stored?.deletedAt ?? null,
    };
  }

  toReference({ id }: Sourced<RosterLineItem>): ReferenceFacts['lineItems'] {
    return { id };
  }
}

function dayOf(moment: DayOrInstant, timeZone: string): Day {
  return isDay(moment) ? moment : dayIn(new Date(moment), timeZone);
}

/** When the line item is due. A stored due date on that day, which an earlier time zone of the course gave, stays. */
function dueOf(
  dueDate: DayOrInstant | null,
  timeZone: string,
  stored: RosterLineItem | undefined,
): Pick<RosterLineItem, 'dueAt' | 'dueTimeZone'> {
  if (dueDate === null || !isDay(dueDate))
    return { dueAt: dueDate === null ? null : new Date(dueDate), dueTimeZone: null };
  const { dueAt = null, dueTimeZone = null } = stored ?? {};
  const isStored = dueTimeZone !== null && endOfDay(dueDate, dueTimeZone).getTime() === dueAt?.getTime();
  return isStored ? { dueAt, dueTimeZone } : { dueAt: endOfDay(dueDate, timeZone), dueTimeZone: null };
}

function isDay(moment: DayOrInstant): boolean {
  return !moment.includes('T');
}
