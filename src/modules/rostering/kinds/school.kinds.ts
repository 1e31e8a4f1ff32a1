import { Injectable } from '@nestjs/common';
import { ownIdIn } from '../../../shared/database/own-sourced-ids';
import type { Sourced, SourcedRows } from '../../../shared/database/sourced-table';
import { CoursesRoster, type RosterSession, type RosterTemplate, TERM_TYPES } from '../../courses';
import { GradebookRoster, type RosterCategory } from '../../gradebook';
import { IdentityRoster, type RosterOrg, SCHOOL_TYPES } from '../../identity';
import type { PendingRow, KnownReferences, RowReference, ReferenceFacts, RosterKind } from './roster-kind';
import { optionalReference } from './roster-kind';
import { common, type FileDefinition, optional, type RecordOf, required } from '../bundle/columns';
import { day, guid, oneOf, text, year } from '../bundle/formats';
import { sentences } from '../rostering.sentences';

const orgs = {
  ...common,
  name: required(text()),
  type: required(oneOf(SCHOOL_TYPES)),
  identifier: optional(text()),
  parentSourcedId: optional(guid),
};
export type OrgRecord = RecordOf<typeof orgs>;

const academicSessions = {
  ...common,
  title: required(text()),
  type: required(oneOf(TERM_TYPES)),
  startDate: required(day),
  endDate: required(day),
  parentSourcedId: optional(guid),
  /** The year in which the school year ends. */
  schoolYear: optional(year),
};
export type AcademicSessionRecord = RecordOf<typeof academicSessions>;

const courses = {
  ...common,
  title: required(text()),
  courseCode: optional(text()),
  orgSourcedId: optional(guid),
};
export type CourseRecord = RecordOf<typeof courses>;

const categories = { ...common, title: required(text()) };
export type CategoryRecord = RecordOf<typeof categories>;

declare module '../bundle/columns' {
  interface EntityRecords {
    orgs: OrgRecord;
    academicSessions: AcademicSessionRecord;
    courses: CourseRecord;
    categories: CategoryRecord;
  }
}

/*
 * Records that a school keeps for years: organizations, terms, courses and categories. They have no end policy: a record
 * that is `tobedeleted` or missing from a complete file stays unchanged, with a warning.
 */

declare module './roster-kind' {
  interface ReferenceFacts {
    orgs: { id: string };
    academicSessions: { id: string; startDate: string; endDate: string };
    courses: { id: string };
    categories: { id: string; isOfCourse?: true };
  }
}

@Injectable()
export class OrgsKind implements RosterKind<'orgs', RosterOrg> {
  static readonly definition: FileDefinition<'orgs'> = {
    kind: 'orgs',
    number: 1,
    columns: orgs,
  };
  readonly kind = 'orgs';
  readonly rows: SourcedRows<RosterOrg>;
  readonly compared = ['name', 'type', 'identifier', 'parentId'] as const;
  readonly uniqueIndexes = [];

  constructor(roster: IdentityRoster) {
    this.rows = roster.orgs;
  }

  referencesOf(record: OrgRecord): RowReference[] {
    return parentReference(this.kind, record);
  }

  wanted(pending: PendingRow<OrgRecord, RosterOrg>, references: KnownReferences): RosterOrg {
    const { name, type, identifier } = pending.record;
    return { name, type, identifier, parentId: parentId(this.kind, pending, references) };
  }

  toReference({ id }: Sourced<RosterOrg>): ReferenceFacts['orgs'] {
    return { id };
  }
}

@Injectable()
export class AcademicSessionsKind implements RosterKind<'academicSessions', RosterSession> {
  static readonly definition: FileDefinition<'academicSessions'> = {
    kind: 'academicSessions',
    number: 2,
    columns: academicSessions,
    check: ({ startDate, endDate }) =>
      endDate < startDate
        ? { column: 'endDate', code: 'dates_reversed', message: sentences.datesReversed({ startDate }) }
        : null,
  };
  readonly kind = 'academicSessions';
  readonly rows: SourcedRows<RosterSession>;
  readonly compared = ['title', 'type', 'startDate', 'endDate', 'parentId', 'schoolYear'] as const;
  readonly uniqueIndexes = [];

  constructor(roster: CoursesRoster, gradebook: GradebookRoster) {
    this.rows = withPeriods(roster.sessions, gradebook);
  }

  referencesOf(record: AcademicSessionRecord): RowReference[] {
    return parentReference(this.kind, record);
  }

  wanted(
    pending: PendingRow<AcademicSessionRecord, RosterSession>,
    references: KnownReferences,
  ): RosterSession {
    const { title, type, startDate, endDate, schoolYear } = pending.record;
    return {
      ...{ title, type, startDate, endDate },
      schoolYear: schoolYear === null ? null : Number(schoolYear),
      parentId: parentId(this.kind, pending, references),
    };
  }

  toReference({ id, startDate, endDate }: Sourced<RosterSession>): ReferenceFacts['academicSessions'] {
    return { id, startDate, endDate };
  }
}

/** OneRoster courses, which are course templates in Stoa. */
@Injectable()
export class CourseTemplatesKind implements RosterKind<'courses', RosterTemplate> {
  static readonly definition: FileDefinition<'courses'> = {
    kind: 'courses',
    number: 3,
    columns: courses,
  };
  readonly kind = 'courses';
  readonly rows: SourcedRows<RosterTemplate>;
  readonly compared = ['title', 'code', 'orgId'] as const;
  readonly uniqueIndexes = [];

  constructor(roster: CoursesRoster) {
    this.rows = roster.templates;
  }

  referencesOf({ orgSourcedId }: CourseRecord): RowReference[] {
    return optionalReference('orgSourcedId', 'orgs', orgSourcedId);
  }

  wanted({ record }: PendingRow<CourseRecord, RosterTemplate>, references: KnownReferences): RosterTemplate {
    const { title, courseCode, orgSourcedId } = record;
    return { title, code: courseCode, orgId: references.find('orgs', orgSourcedId)?.id ?? null };
  }

  toReference({ id }: Sourced<RosterTemplate>): ReferenceFacts['courses'] {
    return { id };
  }
}

@Injectable()
export class CategoriesKind implements RosterKind<'categories', RosterCategory> {
  static readonly definition: FileDefinition<'categories'> = {
    kind: 'categories',
    number: 7,
    columns: categories,
  };
  readonly kind = 'categories';
  readonly rows: SourcedRows<RosterCategory>;
  readonly compared = ['title'] as const;
  readonly uniqueIndexes = [];

  constructor(roster: GradebookRoster) {
    this.rows = roster.categories;
  }

  referencesOf(): RowReference[] {
    return [];
  }

  wanted({ record: { title } }: PendingRow<CategoryRecord, RosterCategory>): RosterCategory {
    return { title };
  }

  toReference({ id, isOfCourse }: Sourced<RosterCategory>): ReferenceFacts['categories'] {
    return { id, isOfCourse };
  }
}

/** The school's terms. Grading periods of courses can be found by the sourcedIds that are made of their ids. */
function withPeriods(
  sessions: SourcedRows<RosterSession>,
  gradebook: GradebookRoster,
): SourcedRows<RosterSession> {
  return {
    table: sessions.table,
    active: sessions.active,
    holdsSourced: () => sessions.holdsSourced(),
    find: async (sourcedIds) => {
      const own = sourcedIds.flatMap((sourcedId) => ownIdIn(sourcedId) ?? []);
      return [...(await sessions.find(sourcedIds)), ...(await gradebook.periods(own))];
    },
    lock: (ids) => sessions.lock(ids),
    insert: (rows, now) => sessions.insert(rows, now),
    update: (changes, now) => sessions.update(changes, now),
  };
}

interface WithParent {
  sourcedId: string;
  parentSourcedId: string | null;
}

/** The reference to the parent, unless the row refers to itself. */
function parentReference(
  kind: 'orgs' | 'academicSessions',
  { sourcedId, parentSourcedId }: WithParent,
): RowReference[] {
  return parentSourcedId === sourcedId ? [] : optionalReference('parentSourcedId', kind, parentSourcedId);
}

/** The id of the parent; null if there is none, or if it is not known. */
function parentId(
  kind: 'orgs' | 'academicSessions',
  { record, warnings }: Pick<PendingRow<WithParent, object>, 'record' | 'warnings'>,
  references: KnownReferences,
): string | null {
  const { sourcedId, parentSourcedId } = record;
  if (parentSourcedId !== sourcedId) return references.find(kind, parentSourcedId)?.id ?? null;
  warnings.push({
    ...{ column: 'parentSourcedId', code: 'own_parent', value: sourcedId },
    message: sentences.ownParent(),
  });
  return null;
}
