import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { csvLines } from '../../../shared/text/csv-lines';
import { CourseAccess, isLearners } from '../../courses';
import { namesSeenBy } from '../../identity';
import { GroupSetNotFoundError } from '../groups/groups.errors';
import { isActiveEnrollment } from './bulk-plan';
import type { CourseLabels } from './bulk-facts';
import { BulkFactsRepository } from './bulk-facts.repository';
import { PeopleSheetsRepository, type SheetPerson } from './people-sheets.repository';
import { NO_DAY } from './row-cells';

/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';
const AT_ONCE = 500;

/** A column of a list of people. */
interface SheetColumn {
  head: string;
  cell: (person: SheetPerson) => string;
}

/** Who is in a course, or in the groups of a set, as CSV that `POST …/enrollment-imports` understands. */
@Injectable()
export class PeopleSheets {
  constructor(
    private readonly sheets: PeopleSheetsRepository,
    private readonly facts: BulkFactsRepository,
    private readonly access: CourseAccess,
  ) {}

  /** All enrollments of the course, those that have ended, too, in pieces, so that memory does not grow with the course. For staff. */
  async roster(caller: Caller, courseId: string): Promise<AsyncIterable<string>> {
    const { today } = await this.access.course(caller, courseId, 'roster.read');
    const labels = await this.facts.labels(courseId);
    const columns = [
      ...nameColumns(caller),
      ...stateColumns(),
      ...labelColumns(labels, today),
      { head: 'source', cell: ({ enrollment: { source } }: SheetPerson) => source },
    ];
    return this.lines({ courseId }, labels, columns);
  }

  /** Who is in the groups of a set. For staff. Throws GroupSetNotFoundError. */
  async members(caller: Caller, setId: string): Promise<AsyncIterable<string>> {
    const notFound = (): Error => new GroupSetNotFoundError();
    const courseId = await this.sheets.courseOfSet(setId);
    if (courseId === undefined) throw notFound();
    const { today } = await this.access.course(caller, courseId, 'roster.read', notFound);
    const { sets } = await this.facts.labels(courseId);
    const labels = { sets: sets.filter(({ id }) => id === setId), tags: [] };
    return this.lines({ courseId, setId }, labels, [...nameColumns(caller), ...labelColumns(labels, today)]);
  }

  private async *lines(
    of: { courseId: string; setId?: string },
    labels: CourseLabels,
    columns: readonly SheetColumn[],
  ): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvLines([columns.map(({ head }) => head)]);
    let after: { userId: string; role: string } | undefined;
    for (let isMore = true; isMore;) {
      const people = await this.sheets.piece(of, labels, { after, limit: AT_ONCE });
      if (people.length > 0) yield csvLines(people.map((person) => columns.map(({ cell }) => cell(person))));
      after = people.at(-1)?.enrollment;
      isMore = people.length === AT_ONCE;
    }
  }
}

function nameColumns(caller: Caller): SheetColumn[] {
  return [
    { head: 'userId', cell: ({ person }) => person.id },
    { head: 'username', cell: ({ person }) => namesSeenBy(caller, person).username ?? '' },
    { head: 'familyName', cell: ({ person }) => person.familyName },
    { head: 'givenName', cell: ({ person }) => person.givenName },
    { head: 'email', cell: ({ person }) => namesSeenBy(caller, person).email ?? '' },
  ];
}

function stateColumns(): SheetColumn[] {
  return [
    { head: 'role', cell: ({ enrollment }) => enrollment.role },
    { head: 'state', cell: ({ enrollment }) => enrollment.state },
    { head: 'beginDate', cell: ({ enrollment }) => enrollment.beginDate },
    { head: 'endDate', cell: ({ enrollment }) => enrollment.endDate ?? NO_DAY },
  ];
}

/** Groups and tags are those of learners while they are active. */
function labelColumns({ sets, tags }: CourseLabels, today: string): SheetColumn[] {
  const counts = ({ enrollment }: SheetPerson): boolean =>
    isLearners(enrollment) && isActiveEnrollment(enrollment, today);
  return [
    ...sets.map(({ id, title, groups }) => ({
      head: `group: ${title}`,
      cell: (person: SheetPerson) =>
        counts(person) ? (groups.find((group) => group.id === person.groups.get(id))?.title ?? '') : '',
    })),
    ...tags.map(({ id, title }) => ({
      head: `tag: ${title}`,
      cell: (person: SheetPerson) => (counts(person) && person.tags.has(id) ? 'yes' : ''),
    })),
  ];
}
