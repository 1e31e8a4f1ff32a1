import fc from 'fast-check';
import {
  actingRole,
  choiceValues,
  CourseStandings,
  ENROLLMENT_STATES,
  ENROLLMENT_STATUSES,
  enrollmentStatus,
  HAS_STATUS,
  IS_CHOSEN,
  isLearners,
  isLearnersEnrollment,
  LEARNER_CHOICES,
  type RoleSpan,
  type StoredState,
  stateInForce,
  stateInForceSql,
  stateValues,
  strongestActive,
} from '../../../src/modules/courses';
import { isChosen, isSeenByEveryone } from '../../../src/modules/courses/access/participation';
import type { Caller as SignedIn, PlatformRole } from '../../../src/shared/auth/caller';
import {
  COURSE_ROLES,
  COURSE_STATUSES,
  COURSE_VISIBILITIES,
  type CourseVisibility,
  type CourseStatus,
  sees,
} from '../../../src/shared/auth/permissions';
import type { SqlValue } from '../../../src/shared/database/database';
import { fromBinary, newId, toBinary } from '../../../src/shared/database/ids';
import { dayIn } from '../../../src/shared/time/zoned-time';
import { expectStatus } from '../../support/course-room';
import { type Caller, TestApp } from '../../support/test-app';

/** The same for every run, so that the same code gets the same verdict. */
const SEED = 20260302;
// It is March 2 in Pago Pago and March 3 in Kiritimati.
const NOW = '2026-03-02T12:00:00.000Z';
const ZONES = ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'];
const PLATFORM_ROLES: PlatformRole[] = ['administrator', 'instructor', 'learner'];

interface Person {
  id: string;
  caller: Caller;
  platformRole: PlatformRole;
  isSuspended: boolean;
}

interface Course {
  id: string;
  status: CourseStatus;
  visibility: CourseVisibility;
  timeZone: string;
}

type Enrollment = RoleSpan & { id: string; person: Person; course: Course };

/** Each rule of who takes part is held, as a pure function, against what SQL and the API make of the same random rows. */
describe('who takes part in a course', () => {
  let app: TestApp;
  let courses: Course[];
  const people: Person[] = [];
  let enrollments: Enrollment[];

  beforeAll(async () => {
    app = await TestApp.start();
    app.clock.set(NOW);
    courses = COURSE_STATUSES.flatMap((status) =>
      COURSE_VISIBILITIES.flatMap((visibility) =>
        ZONES.map((timeZone) => ({ id: newId(), status, visibility, timeZone })),
      ),
    );
    const now = app.clock.now();
    await app.database.insertMany(
      'courses',
      ['id', 'code', 'title', 'status', 'visibility', 'time_zone', 'created_at', 'updated_at'],
      courses.map(({ id, status, visibility, timeZone }) => [
        toBinary(id),
        'C',
        `${status} ${timeZone}`,
        status,
        visibility,
        timeZone,
        now,
        now,
      ]),
    );
    for (const platformRole of PLATFORM_ROLES)
      for (let count = 0; count < 8; count += 1) {
        const caller = await app.person(platformRole);
        people.push({ id: caller.id, caller, platformRole, isSuspended: count % 4 === 3 });
      }
    await app.database.query('UPDATE users SET disabled_at = ? WHERE id IN (?)', [
      now,
      people.filter(({ isSuspended }) => isSuspended).map(({ id }) => toBinary(id)),
    ]);
    enrollments = randomEnrollments();
    await app.database.insertMany(
      'enrollments',
      [
        ...['id', 'course_id', 'user_id', 'role', 'family_name', 'given_name'],
        ...['begin_date', 'end_date', 'state', 'created_at', 'updated_at'],
      ],
      enrollments.map(({ id, course, person, role, beginDate, endDate, state }) => [
        ...[toBinary(id), toBinary(course.id), toBinary(person.id), role, 'Person', 'Pat'],
        ...[beginDate, endDate, state, now, now],
      ]),
    );
  }, 60_000);
  afterAll(() => app.stop());

  /** Of each person in each course, in some roles, on days around today. */
  function randomEnrollments(): Enrollment[] {
    const day = fc.constantFrom('2026-02-20', '2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04');
    const own = fc.tuple(fc.subarray([...COURSE_ROLES]), fc.array(day, { minLength: 6, maxLength: 6 }));
    const open = fc.array(fc.boolean(), { minLength: 3, maxLength: 3 });
    const pairs = people.flatMap((person) => courses.map((course) => ({ person, course })));
    const samples = fc.sample(fc.tuple(own, open), { numRuns: pairs.length, seed: SEED });
    return pairs.flatMap((pair, index) => {
      const [[roles, days], isOpen] = samples[index] as (typeof samples)[number];
      return roles.map((role, place) => {
        const endDate = isOpen[place] ? null : (days[place + 3] as string);
        const standing = isOpen[(place + 1) % 3] ? 'active' : 'suspended';
        const state: StoredState = endedAs(endDate, place) ?? standing;
        return { ...pair, id: newId(), role, beginDate: days[place] as string, endDate, state };
      });
    });
  }

  /** What has ended before today, by every clock on earth, may be stored as ended. */
  function endedAs(endDate: string | null, place: number): StoredState | undefined {
    if (endDate === null || endDate > '2026-03-01') return undefined;
    return (['withdrawn', 'expired', undefined] as const)[place];
  }

  const todayIn = ({ timeZone }: Course): string => dayIn(app.clock.now(), timeZone);
  const of = (person: Person, course: Course): Enrollment[] =>
    enrollments.filter((own) => own.person === person && own.course === course);

  /** The ids of the enrollments in the course for which the condition holds. */
  async function found(course: Course, condition: string, values: SqlValue[]): Promise<string[]> {
    const rows = await app.database.query<{ id: Buffer }>(
      `SELECT e.id FROM enrollments e JOIN users u ON u.id = e.user_id WHERE e.course_id = ? AND ${condition}`,
      [toBinary(course.id), ...values],
    );
    return rows.map(({ id }) => fromBinary(id)).sort();
  }

  function expected(course: Course, rule: (own: Enrollment) => boolean): string[] {
    const ids = enrollments.filter((own) => own.course === course && rule(own)).map(({ id }) => id);
    return ids.sort();
  }

  it.each(ENROLLMENT_STATUSES)(
    'decides in SQL as in the function which enrollments are %s',
    async (status) => {
      const { sql, days } = HAS_STATUS[status];
      for (const course of courses) {
        const today = todayIn(course);
        expect(await found(course, sql('e'), Array<string>(days).fill(today))).toEqual(
          expected(course, (own) => enrollmentStatus(own, today) === status),
        );
      }
    },
  );

  it.each([
    { status: 'published', endDate: null },
    { status: 'published', endDate: '2026-03-01' },
    { status: 'published', endDate: '2026-03-02' },
    { status: 'archived', endDate: null },
  ] as const)(
    'decides in SQL as in the function which state enrollments are in force in, in a course as %j',
    async (facts) => {
      for (const course of courses) {
        const today = todayIn(course);
        for (const state of ENROLLMENT_STATES)
          expect(
            await found(course, `${stateInForceSql('e')} = ?`, [...stateValues(facts, today), state]),
          ).toEqual(expected(course, (own) => stateInForce(own, facts, today) === state));
      }
    },
  );

  it.each(LEARNER_CHOICES)(
    'decides in SQL as in the function whom the choice of learners "%s" includes',
    async (choice) => {
      for (const course of courses) {
        const today = todayIn(course);
        expect(await found(course, IS_CHOSEN[choice], choiceValues(choice, today))).toEqual(
          expected(course, (own) => isChosen(choice, { ...own, isSuspended: own.person.isSuspended }, today)),
        );
      }
    },
  );

  it('decides in SQL as in the function which enrollments are those of learners', async () => {
    for (const course of courses)
      expect(await found(course, isLearnersEnrollment('e'), [])).toEqual(expected(course, isLearners));
  });

  it('decides in SQL as in the function which courses visitors see', async () => {
    const rows = await app.database.query<{ id: Buffer }>(
      `SELECT c.id FROM courses c WHERE c.id IN (?) AND ${isSeenByEveryone('c')}`,
      [courses.map(({ id }) => toBinary(id))],
    );
    const visible = courses
      .filter(({ status, visibility }) => sees('visitor', status, visibility))
      .map(({ id }) => id);
    expect(rows.map(({ id }) => fromBinary(id)).sort()).toEqual(visible.sort());
  });

  it('is tried with enrollments and people of every kind', () => {
    const kinds = new Set(
      enrollments.map((own) => {
        const status = enrollmentStatus(own, todayIn(own.course));
        return `${own.role} ${status} ${own.person.platformRole} ${own.person.isSuspended}`;
      }),
    );
    expect(kinds.size).toBeGreaterThan(45);
  });

  it('decides the standing that is read from the store', async () => {
    const standings = app.get(CourseStandings);
    for (const person of people) {
      const signedIn = { userId: person.id, role: person.platformRole } as SignedIn;
      const memberships = await standings.membershipsOf(signedIn);
      for (const course of courses) {
        const enrolledAs = strongestActive(of(person, course), todayIn(course));
        const role = actingRole(person.platformRole, enrolledAs);
        expect(await standings.find(signedIn, course.id)).toMatchObject({
          status: course.status,
          visibility: course.visibility,
          today: todayIn(course),
          role,
          isOrWasLearner: of(person, course).some(isLearners),
        });
        expect(memberships.find(({ courseId }) => courseId === course.id)).toEqual(
          enrolledAs && {
            courseId: course.id,
            window: expect.anything() as unknown,
            status: course.status,
            visibility: course.visibility,
            groupIds: null,
            role,
          },
        );
      }
    }
  });

  it('lists for everybody the courses that they can read one by one, with the role that they act in', async () => {
    for (const { caller } of people.filter(({ isSuspended }) => !isSuspended)) {
      const { data } = expectStatus(await caller.get('/v1/courses?limit=100'), 200) as {
        data: { id: string; role: string }[];
      };
      const listed = new Map(data.map(({ id, role }) => [id, role]));
      for (const { id } of courses) {
        const { status, body } = await caller.get(`/v1/courses/${id}`);
        expect([status, body.role]).toEqual(listed.has(id) ? [200, listed.get(id)] : [404, undefined]);
      }
    }
  });
});
