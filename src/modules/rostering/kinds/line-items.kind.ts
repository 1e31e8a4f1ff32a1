import { Injectable } from '@nestjs/common';
import type { Sourced, SourcedRows } from '../../../shared/database/sourced-table';
import { dayIn, endOfDay } from '../../../shared/time/zoned-time';
import { GradebookRoster, type RosterLineItem } from '../../gradebook';
import type { LineItemRecord } from '../bundle/entities';
import { instantEndPolicy } from './instant-end-policy';
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

declare module './roster-kind' {
  interface ReferenceFacts {
    lineItems: { id: string };
  }
}

/** Line items. A dueDate without a time is the end of that day in the time zone of the course. */
@Injectable()
export class LineItemsKind implements RosterKind<'lineItems', RosterLineItem> {
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

  referencesOf({
    classSourcedId,
    categorySourcedId,
    gradingPeriodSourcedId,
  }: LineItemRecord): RowReference[] {
    return [
      { column: 'classSourcedId', kind: 'classes', sourcedIds: [classSourcedId] },
      { column: 'categorySourcedId', kind: 'categories', sourcedIds: [categorySourcedId] },
      { column: 'gradingPeriodSourcedId', kind: 'academicSessions', sourcedIds: [gradingPeriodSourcedId] },
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
        message:
          'classSourcedId differs from the earlier import. A line item with results cannot move to another class.',
        value: record.classSourcedId,
      };
    }
    return {
      courseId,
      categoryId: references.get('categories', record.categorySourcedId).id,
      title: record.title,
      description: record.description,
      assignDate: isDay(record.assignDate) ? record.assignDate : dayIn(new Date(record.assignDate), timeZone),
      dueAt: isDay(record.dueDate) ? endOfDay(record.dueDate, timeZone) : new Date(record.dueDate),
      resultValueMin: storedDecimal(record.resultValueMin),
      resultValueMax: storedDecimal(record.resultValueMax),
      deletedAt: stored?.deletedAt ?? null,
    };
  }

  toReference({ id }: Sourced<RosterLineItem>): ReferenceFacts['lineItems'] {
    return { id };
  }
}

function isDay(dayOrInstant: string): boolean {
  return !dayOrInstant.includes('T');
}
