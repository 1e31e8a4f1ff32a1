import type { CourseRole } from '../../src/modules/courses';
import type { Answer, Caller, TestApp } from './test-app';

/** The body of an answer that must have the given status. */
export function expectStatus(answer: Answer, status: number): Answer['body'] {
  if (answer.status !== status) throw new Error(`Expected ${status}, not ${answer.status}: ${answer.text}`);
  return answer.body;
}

/** A course and the people around it, made through the API. */
export class CourseRoom {
  protected constructor(
    readonly app: TestApp,
    readonly instructor: Caller,
    readonly courseId: string,
  ) {}

  /** A course made by a new instructor; published by default, and so is each change of its content, at once. */
  static async open(
    app: TestApp,
    { published = true, ...description }: { published?: boolean } & Record<string, unknown> = {},
  ): Promise<CourseRoom> {
    const instructor = await app.person('instructor', { givenName: 'Ines', familyName: 'Instructor' });
    const dto = {
      code: 'STAT-101',
      title: 'Foundations of Statistics',
      timeZone: 'UTC',
      publishing: 'automatic',
      ...description,
    };
    const { id } = expectStatus(await instructor.post('/v1/courses', dto), 201);
    const room = new CourseRoom(app, instructor, id);
    if (published) expectStatus(await instructor.put(`${room.url}/publication`), 200);
    return room;
  }

  get url(): string {
    return `/v1/courses/${this.courseId}`;
  }

  /** Returns its id. */
  async section(title = 'A section', more: Record<string, unknown> = {}): Promise<string> {
    return expectStatus(await this.instructor.post(`${this.url}/sections`, { title, ...more }), 201).id;
  }

  /** Adds a page unless told otherwise; returns its id. */
  async activity(sectionId: string, title = 'A page', more: Record<string, unknown> = {}): Promise<string> {
    const dto = { type: 'page', title, content: `About *${title}*.`, ...more };
    return expectStatus(await this.instructor.post(`/v1/sections/${sectionId}/activities`, dto), 201).id;
  }

  /** Returns the enrollment's id. */
  async enroll(
    person: Caller,
    role: CourseRole = 'learner',
    more: Record<string, unknown> = {},
  ): Promise<string> {
    const dto = { userId: person.id, role, ...more };
    return expectStatus(await this.instructor.post(`${this.url}/enrollments`, dto), 201).id;
  }

  /** Enrolls a person and returns them. */
  async join(person: Caller, role?: CourseRole, more?: Record<string, unknown>): Promise<Caller> {
    await this.enroll(person, role, more);
    return person;
  }

  /** A new person who is enrolled. */
  async member(role: CourseRole = 'learner', more: Record<string, unknown> = {}): Promise<Caller> {
    return this.join(await this.app.person(role === 'instructor' ? 'instructor' : 'learner'), role, more);
  }

  learner(more: Record<string, unknown> = {}): Promise<Caller> {
    return this.member('learner', more);
  }

  /** A new person whose enrollment as a learner was ended. */
  async formerLearner(): Promise<Caller> {
    const person = await this.app.person('learner');
    expectStatus(await this.instructor.delete(`/v1/enrollments/${await this.enroll(person)}`), 204);
    return person;
  }

  /** Titles as an instructor finds them in the outline: of each section, with those of its activities. */
  async titles(): Promise<[section: string, activities: string[]][]> {
    const { sections } = expectStatus(await this.instructor.get(`${this.url}/outline`), 200) as {
      sections: { title: string; activities: { title: string }[] }[];
    };
    return sections.map(({ title, activities }) => [title, activities.map((activity) => activity.title)]);
  }
}
