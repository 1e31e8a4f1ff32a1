import { Injectable } from '@nestjs/common';
import type { Sourced, SourcedRows } from '../../../shared/database/sourced-table';
import { CoursesRoster, type RosterSession, type RosterTemplate } from '../../courses';
import { GradebookRoster, type RosterCategory } from '../../gradebook';
import { IdentityRoster, type RosterOrg } from '../../identity';
import type { AcademicSessionRecord, CategoryRecord, CourseRecord, OrgRecord } from '../bundle/entities';
import type {
  PendingRow,
  KnownReferences,
  RowReference,
  ReferenceFacts,
  RosterKind,
  RowRemark,
} from './roster-kind';

/*
 * Records that a school keeps for years: organizations, terms, courses and categories. They have no end policy: a record
 * that is `tobedeleted` or missing from a complete file stays unchanged, with a warning.
 */

declare module './roster-kind' {
  interface ReferenceFacts {
    orgs: { id: string };
    academicSessions: { id: string; startDate: string; endDate: string };
    courses: { id: string };
    categories: { id: string };
  }
}

@Injectable()
export class OrgsKind implements RosterKind<'orgs', RosterOrg> {
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

  wanted({ record }: PendingRow<OrgRecord, RosterOrg>, references: KnownReferences): RosterOrg | RowRemark {
    const { name, type, identifier } = record;
    return ownParent(record) ?? { name, type, identifier, parentId: parentId(this.kind, record, references) };
  }

  toReference({ id }: Sourced<RosterOrg>): ReferenceFacts['orgs'] {
    return { id };
  }
}

@Injectable()
export class AcademicSessionsKind implements RosterKind<'academicSessions', RosterSession> {
  readonly kind = 'academicSessions';
  readonly rows: SourcedRows<RosterSession>;
  readonly compared = ['title', 'type', 'startDate', 'endDate', 'parentId', 'schoolYear'] as const;
  readonly uniqueIndexes = [];

  constructor(roster: CoursesRoster) {
    this.rows = roster.sessions;
  }

  referencesOf(record: AcademicSessionRecord): RowReference[] {
    return parentReference(this.kind, record);
  }

  wanted(
    { record }: PendingRow<AcademicSessionRecord, RosterSession>,
    references: KnownReferences,
  ): RosterSession | RowRemark {
    const { title, type, startDate, endDate } = record;
    const schoolYear = Number(record.schoolYear);
    const own = ownParent(record);
    if (own) return own;
    return { title, type, startDate, endDate, schoolYear, parentId: parentId(this.kind, record, references) };
  }

  toReference({ id, startDate, endDate }: Sourced<RosterSession>): ReferenceFacts['academicSessions'] {
    return { id, startDate, endDate };
  }
}

/** OneRoster courses, which are course templates in Stoa. */
@Injectable()
export class CourseTemplatesKind implements RosterKind<'courses', RosterTemplate> {
  readonly kind = 'courses';
  readonly rows: SourcedRows<RosterTemplate>;
  readonly compared = ['title', 'code', 'orgId'] as const;
  readonly uniqueIndexes = [];

  constructor(roster: CoursesRoster) {
    this.rows = roster.templates;
  }

  referencesOf({ orgSourcedId }: CourseRecord): RowReference[] {
    return [{ column: 'orgSourcedId', kind: 'orgs', sourcedIds: [orgSourcedId] }];
  }

  wanted({ record }: PendingRow<CourseRecord, RosterTemplate>, references: KnownReferences): RosterTemplate {
    const { title, courseCode, orgSourcedId } = record;
    return { title, code: courseCode, orgId: references.get('orgs', orgSourcedId).id };
  }

  toReference({ id }: Sourced<RosterTemplate>): ReferenceFacts['courses'] {
    return { id };
  }
}

@Injectable()
export class CategoriesKind implements RosterKind<'categories', RosterCategory> {
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

  toReference({ id }: Sourced<RosterCategory>): ReferenceFacts['categories'] {
    return { id };
  }
}

interface WithParent {
  sourcedId: string;
  parentSourcedId: string | null;
}

/** The reference to the parent. A row that refers to itself is refused by `ownParent`, without a lookup. */
function parentReference(
  kind: 'orgs' | 'academicSessions',
  { sourcedId, parentSourcedId }: WithParent,
): RowReference[] {
  if (parentSourcedId === null || parentSourcedId === sourcedId) return [];
  return [{ column: 'parentSourcedId', kind, sourcedIds: [parentSourcedId] }];
}

function parentId(
  kind: 'orgs' | 'academicSessions',
  { parentSourcedId }: WithParent,
  references: KnownReferences,
): string | null {
  return parentSourcedId === null ? null : references.get(kind, parentSourcedId).id;
}

function ownParent({ sourcedId, parentSourcedId }: WithParent): RowRemark | undefined {
  if (sourcedId !== parentSourcedId) return undefined;
  return {
    column: 'parentSourcedId',
    code: 'own_parent',
    message: 'parentSourcedId refers to the row itself.',
    value: sourcedId,
  };
}
