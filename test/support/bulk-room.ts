import { newId, toBinary } from '../../src/shared/database/ids';
import { OperationRunner } from '../../src/shared/operations/operation-runner';
import { CourseRoom, expectStatus } from './course-room';
import type { Answer, Caller, TestApp } from './test-app';

type Body = Answer['body'];

/** A course in which many enrollments are changed at once. */
export class BulkRoom {
  constructor(
    readonly app: TestApp,
    readonly course: CourseRoom,
  ) {}

  static async open(app: TestApp): Promise<BulkRoom> {
    return new BulkRoom(app, await CourseRoom.open(app));
  }

  /** Carries out rows, and gives the finished operation. */
  async change(rows: readonly object[], more: object = {}): Promise<Body> {
    const { course } = this;
    return this.finished(await course.instructor.post(`${course.url}/enrollment-changes`, { rows, ...more }));
  }

  /** Carries out the lines of a file, and gives the finished operation. */
  async import(content: string | Blob, fields: Record<string, string> = {}): Promise<Body> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', typeof content === 'string' ? new Blob([content]) : content, 'people.csv');
    const { course } = this;
    return this.finished(await course.instructor.send('POST', `${course.url}/enrollment-imports`, form));
  }

  async reverse(operationId: string, more: object = {}): Promise<Body> {
    return this.finished(await this.course.instructor.post(`/v1/operations/${operationId}/reversal`, more));
  }

  private async finished(answer: Answer): Promise<Body> {
    const { id } = expectStatus(answer, 202);
    await this.app.get(OperationRunner).settled(id as string);
    return expectStatus(await this.course.instructor.get(`/v1/operations/${id}`), 200);
  }

  /** What became of the rows of an operation. */
  async rows({ id }: Body, query = ''): Promise<Body[]> {
    const url = `/v1/enrollment-changes/${id}/rows?limit=100${query}`;
    return expectStatus(await this.course.instructor.get(url), 200).data;
  }

  /** As `rows`, short: the outcome, or the code of a refusal. */
  async outcomes(operation: Body): Promise<string[]> {
    return (await this.rows(operation)).map(({ outcome, code }) => code ?? outcome);
  }

  async issues({ id }: Body): Promise<Body[]> {
    return expectStatus(await this.course.instructor.get(`/v1/operations/${id}/issues?limit=100`), 200).data;
  }

  /** The enrollments of somebody in the course, by role. */
  async enrollmentOf({ id }: Caller, role = 'learner'): Promise<Body> {
    const { instructor, url } = this.course;
    const { data } = expectStatus(await instructor.get(`${url}/enrollments?limit=100`), 200);
    return data.find((each: Body) => each.user.id === id && each.role === role);
  }

  async stateOf(person: Caller, role = 'learner'): Promise<string | undefined> {
    return (await this.enrollmentOf(person, role))?.state;
  }

  async historyOf(person: Caller): Promise<Body> {
    const { id } = (await this.enrollmentOf(person)) ?? {};
    return expectStatus(await this.course.instructor.get(`/v1/enrollments/${id}/history`), 200);
  }

  /** A set of groups with these groups, by their titles. */
  async set(title: string, ...groups: string[]): Promise<{ setId: string; groups: Record<string, string> }> {
    const { instructor, url } = this.course;
    const { id: setId } = expectStatus(await instructor.post(`${url}/group-sets`, { title }), 201);
    const made: Record<string, string> = {};
    for (const group of groups)
      made[group] = expectStatus(
        await instructor.post(`/v1/group-sets/${setId}/groups`, { title: group }),
        201,
      ).id;
    return { setId, groups: made };
  }

  async tag(title: string): Promise<string> {
    const { instructor, url } = this.course;
    return expectStatus(await instructor.post(`${url}/learner-tags`, { title }), 201).id;
  }

  async membersOf(groupId: string | undefined): Promise<string[]> {
    const { data } = expectStatus(await this.course.instructor.get(`/v1/groups/${groupId}/members`), 200);
    return data.map(({ userId }: Body) => userId);
  }

  async taggedWith(tagId: string): Promise<string[]> {
    const { data } = expectStatus(
      await this.course.instructor.get(`/v1/learner-tags/${tagId}/learners`),
      200,
    );
    return data.map(({ userId }: Body) => userId);
  }
}

/** Ids of so many new accounts, added by one statement for a thousand. */
export async function somePeople(app: TestApp, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  const now = app.clock.now();
  for (let from = 0; from < count; from += 1000)
    await app.database.insertMany(
      'users',
      ['id', 'username', 'given_name', 'family_name', 'role', 'created_at', 'updated_at'],
      ids
        .slice(from, from + 1000)
        .map((id, index) => [
          toBinary(id),
          `person-${from + index}-${id}`,
          'Pat',
          'Person',
          'learner',
          now,
          now,
        ]),
    );
  return ids;
}
