import { Injectable } from '@nestjs/common';
import type { Sourced, SourcedRows } from '../../../shared/database/sourced-table';
import { CoursesRoster, type RosterCourse } from '../../courses';
import { ENDED } from './instant-end-policy';
import { optionalReference } from './roster-kind';
import type {
  PendingRow,
  EndPolicy,
  KnownReferences,
  RowReference,
  ReferenceFacts,
  RosterKind,
  RunFacts,
} from './roster-kind';
import {
  common,
  type FileDefinition,
  optional,
  optionalList,
  type RecordOf,
  required,
} from '../bundle/columns';
import { day, guid, text, timeZone } from '../bundle/formats';

const classes = {
  ...common,
  title: required(text()),
  courseSourcedId: optional(guid),
  classCode: optional(text()),
  schoolSourcedId: optional(guid),
  termSourcedIds: optionalList(guid),
  // What Stoa writes, since OneRoster has no place for it.
  'metadata.stoaStartDate': optional(day),
  'metadata.stoaEndDate': optional(day),
  'metadata.stoaTimeZone': optional(timeZone),
};
export type ClassRecord = RecordOf<typeof classes>;

declare module '../bundle/columns' {
  interface EntityRecords {
    classes: ClassRecord;
  }
}

declare module './roster-kind' {
  interface ReferenceFacts {
    classes: { id: string; timeZone: string; startDate: string | null };
  }
}

/**
 * OneRoster classes, which are courses in Stoa. They are published at once, since the school teaches them. They start on
 * the first day of their terms and end on the last, as far as the terms are known; their time zone is UTC until somebody sets another one. A class that
 * ends is archived.
 */
@Injectable()
export class ClassesKind implements RosterKind<'classes', RosterCourse> {
  static readonly definition: FileDefinition<'classes'> = {
    kind: 'classes',
    number: 4,
    columns: classes,
  };
  readonly kind = 'classes';
  readonly rows: SourcedRows<RosterCourse>;
  readonly compared = [
    ...(['code', 'title', 'startDate', 'endDate'] as const),
    ...(['academicSessionId', 'templateId', 'orgId'] as const),
  ];
  readonly uniqueIndexes = [];
  readonly endPolicy: EndPolicy<ClassRecord, RosterCourse>;

  constructor(roster: CoursesRoster) {
    this.rows = roster.courses;
    this.endPolicy = {
      endOf,
      requestedEnd: () => null,
      hasEnded: (end) => end !== null,
      endNow: () => ENDED,
      isUntoldByStoa: true,
      withEnd: (row, end) =>
        endOf(row) === end ? row : { ...row, status: end === null ? 'published' : 'archived' },
      endAbsent: (rows, { now }) =>
        roster.archiveCourses(
          rows.map(({ id }) => id),
          now,
        ),
    };
  }

  referencesOf({ courseSourcedId, schoolSourcedId, termSourcedIds }: ClassRecord): RowReference[] {
    return [
      ...optionalReference('courseSourcedId', 'courses', courseSourcedId),
      ...optionalReference('schoolSourcedId', 'orgs', schoolSourcedId),
      { column: 'termSourcedIds', kind: 'academicSessions', sourcedIds: termSourcedIds, isOptional: true },
    ];
  }

  wanted(
    { record, stored }: PendingRow<ClassRecord, RosterCourse>,
    references: KnownReferences,
    { isOfStoa }: RunFacts,
  ): RosterCourse {
    const terms = record.termSourcedIds.flatMap((id) => references.find('academicSessions', id) ?? []);
    const [first] = terms.toSorted((one, other) => (one.startDate < other.startDate ? -1 : 1));
    const ends = terms.map(({ endDate }) => endDate).sort();
    return {
      code: record.classCode ?? record.sourcedId,
      title: record.title,
      startDate: isOfStoa ? record['metadata.stoaStartDate'] : (first?.startDate ?? null),
      endDate: isOfStoa ? record['metadata.stoaEndDate'] : (ends.at(-1) ?? null),
      academicSessionId: first?.id ?? null,
      templateId: references.find('courses', record.courseSourcedId)?.id ?? null,
      orgId: references.find('orgs', record.schoolSourcedId)?.id ?? null,
      status: stored?.status ?? 'published',
      timeZone: stored?.timeZone ?? record['metadata.stoaTimeZone'] ?? 'UTC',
    };
  }

  toReference({ id, timeZone, startDate }: Sourced<RosterCourse>): ReferenceFacts['classes'] {
    return { id, timeZone, startDate };
  }
}

function endOf({ status }: RosterCourse): string | null {
  return status === 'archived' ? ENDED : null;
}
