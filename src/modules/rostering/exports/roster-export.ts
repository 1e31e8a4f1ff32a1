import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../shared/database/transactions';
import { GradebookRosterRows, type LineItemRow } from '../../gradebook';
import {
  categoryRow,
  classRow,
  enrollmentRow,
  EXPORTED_FILES,
  type ExportedFile,
  lineItemRow,
  orgRow,
  periodRow,
  resultRow,
  sessionRow,
  templateRow,
  userRow,
} from './bundle-rows';
import type { BundleSpool } from './bundle-spool';
import {
  ExportRowsRepository,
  type ExportedCourse,
  type ExportedUser,
  type Named,
} from './export-rows.repository';

/** Rows that one statement reads. Tests read fewer. */
export const EXPORT_PAGES = { rows: 1000 };

/** What is known of the people of a school, and only for administrators. */
const OF_PEOPLE: readonly ExportedFile[] = ['orgs', 'users', 'enrollments'];

/** The files of a bundle. */
export function filesFor({ withPeople }: { withPeople: boolean }): ExportedFile[] {
  return EXPORTED_FILES.filter((file) => withPeople || !OF_PEOPLE.includes(file));
}

/** What a bundle does not tell: how many there are. */
export interface Untold {
  /** Overrides of results of quizzes, which go out as any result. */
  overrides: number;
  /** Courses that are drafts, which go out as any course. */
  drafts: number;
  /** Line items without a due date, which the specification wants. */
  undated: number;
}

const NOTHING_UNTOLD: Untold = { overrides: 0, drafts: 0, undated: 0 };

/** What courses have in common, each of which is written once. By id. */
class Shared {
  readonly users = new Set<string>();
  readonly sessions = new Set<string>();
  readonly templates = new Set<string>();
  readonly orgs = new Set<string>();
  /** By sourcedId. */
  readonly categories = new Set<string>();
  readonly untold: Untold = { ...NOTHING_UNTOLD };

  addAll(other: Shared): void {
    for (const name of ['users', 'sessions', 'templates', 'orgs', 'categories'] as const)
      other[name].forEach((id) => this[name].add(id));
    Object.assign(this.untold, other.untold);
  }

  note(set: Set<string>, named: Named | null): void {
    if (named) set.add(named.id);
  }
}

/**
 * Writes courses with their gradebooks, and what their records refer to, as a OneRoster bundle. All of a course is as it was at one
 * instant. docs/decisions/0073-rosters-out.md says what becomes what. Checks nobody's rights.
 */
@Injectable()
export class RosterExport {
  constructor(
    private readonly rows: ExportRowsRepository,
    private readonly gradebook: GradebookRosterRows,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Returns what the bundle does not tell.
   *
   * @param courseIds one after another
   * @param ofAll all people, terms and organizations of the school, also those that no course has
   * @param written called once a course is written, with how many there are by now
   */
  async write(
    spool: BundleSpool,
    courseIds: AsyncIterable<string> | Iterable<string>,
    { ofAll = false, written = async (_courses: number): Promise<void> => undefined } = {},
  ): Promise<Untold> {
    const shared = new Shared();
    let courses = 0;
    for await (const courseId of courseIds) {
      await this.writeCourse(spool, courseId, shared);
      courses += 1;
      await written(courses);
    }
    if (ofAll && spool.has('users'))
      for await (const page of this.rows.everybody(EXPORT_PAGES.rows)) await addPeople(spool, page, shared);
    await spool.add(
      'academicSessions',
      (await this.rows.sessions(ofAll ? 'all' : [...shared.sessions])).map(sessionRow),
    );
    await spool.add(
      'courses',
      (await this.rows.templates(ofAll ? 'all' : [...shared.templates])).map(templateRow),
    );
    if (spool.has('orgs'))
      await spool.add('orgs', (await this.rows.orgs(ofAll ? 'all' : [...shared.orgs])).map(orgRow));
    return shared.untold;
  }

  private async writeCourse(spool: BundleSpool, courseId: string, shared: Shared): Promise<void> {
    const mark = await spool.mark();
    const own = await this.transactions.snapshot(async () => {
      await spool.backTo(mark);
      const found = new Shared();
      found.addAll(shared);
      const course = await this.rows.course(courseId);
      if (course) await this.addCourse(spool, course, found);
      return found;
    });
    shared.addAll(own);
  }

  private async addCourse(spool: BundleSpool, course: ExportedCourse, shared: Shared): Promise<void> {
    const { categories, periods, lineItems } = await this.gradebook.course(course.id, course.timeZone);
    const { untold } = shared;
    if (course.status === 'draft') untold.drafts += 1;
    untold.undated += lineItems.filter(({ dueDay }) => dueDay === null).length;
    shared.note(shared.sessions, course.session);
    shared.note(shared.templates, course.template);
    shared.note(shared.orgs, course.org);
    await spool.add('classes', [classRow(course, spool.has('orgs'))]);
    await spool.add(
      'academicSessions',
      periods.map((period) => periodRow(period, course)),
    );
    await spool.add(
      'categories',
      categories.filter(({ sourcedId }) => isNew(shared.categories, sourcedId)).map(categoryRow),
    );
    await spool.add(
      'lineItems',
      lineItems.map((item) => lineItemRow(item, course)),
    );
    if (spool.has('users'))
      for await (const page of this.rows.enrollments(course.id, EXPORT_PAGES.rows)) {
        await addPeople(
          spool,
          page.map(({ user }) => user),
          shared,
        );
        await spool.add(
          'enrollments',
          page.map((enrollment) => enrollmentRow(enrollment, course)),
        );
      }
    await this.addResults(spool, course, lineItems, shared);
  }

  /** With the people who have results, but never had an enrollment in the course: rosters give such results, too. */
  private async addResults(
    spool: BundleSpool,
    course: ExportedCourse,
    lineItems: readonly LineItemRow[],
    shared: Shared,
  ): Promise<void> {
    const sourcedIds = new Map(lineItems.map(({ id, sourcedId }) => [id, sourcedId]));
    const quizzes = new Set(lineItems.filter(({ isQuiz }) => isQuiz).map(({ id }) => id));
    for await (const page of this.gradebook.results(course.id, [...sourcedIds.keys()], EXPORT_PAGES.rows)) {
      await spool.add(
        'results',
        page.map((result) => resultRow(result, sourcedIds.get(result.lineItemId) ?? '')),
      );
      shared.untold.overrides += page.filter(
        ({ source, lineItemId }) => source === 'instructor' && quizzes.has(lineItemId),
      ).length;
      const others = page.filter(({ isMember, userId }) => !isMember && !shared.users.has(userId));
      if (others.length > 0 && spool.has('users'))
        await addPeople(
          spool,
          await this.rows.users([...new Set(others.map(({ userId }) => userId))]),
          shared,
        );
    }
  }
}

async function addPeople(spool: BundleSpool, users: readonly ExportedUser[], shared: Shared): Promise<void> {
  const added = users.filter(({ id }) => isNew(shared.users, id));
  for (const { org } of added) shared.note(shared.orgs, org);
  await spool.add('users', added.map(userRow));
}

/** True for the first time. */
function isNew(known: Set<string>, key: string): boolean {
  if (known.has(key)) return false;
  known.add(key);
  return true;
}
