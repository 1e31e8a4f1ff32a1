import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { changedBundle, openedBundle, savedBundle } from '../../support/opened-bundle';
import { smallBundle, smallSchool } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';

const EVERYTHING = [
  ...['orgs', 'users', 'academic_sessions', 'course_templates', 'courses', 'enrollments', 'grade_categories'],
  ...['line_item_categories', 'line_items', 'results', 'result_changes', 'roster_ends', 'roster_roles'],
  ...['grading_periods', 'quizzes', 'person_links', 'stored_totals'],
];

describe('the bundle of a course', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
  });
  afterEach(() => app.stop());

  async function bundleOf(courseId: string, query = ''): Promise<Buffer> {
    const answer = await room.administrator.get(`/v1/courses/${courseId}/oneroster.zip${query}`);
    expectStatus(answer, 200);
    return answer.bytes;
  }

  async function courseWith(code: string): Promise<string> {
    const { data } = expectStatus(await room.administrator.get('/v1/courses?limit=100'), 200) as {
      data: { id: string; code: string }[];
    };
    return data.find((course) => course.code === code)?.id ?? '';
  }

  it('of a course that was made in Stoa, imported again, changes nothing', async () => {
    const course = await GradedCourse.open(app, { timeZone: 'Europe/Berlin', title: '=1+1, "so" sagt man' });
    const [ann, ben, cat] = [await course.learner(), await course.learner(), await course.learner()];
    const quiz = await course.quiz('Quiz', 3, { dueAt: new Date('2025-10-20T10:00:00.000Z') });
    await course.attempt(ann, quiz, 2);
    await course.attempt(ben, quiz, 1);
    await course.grade(quiz.lineItemId, ben, { score: '2.5', comment: 'Seen on paper' });
    const plan = await course.lineItem({ title: '=1+1', dueAt: '2025-10-17T15:30:00.000Z' });
    await course.grade(plan.id, ann, { score: '17.125', comment: ' Über\n"all", =2+2 ' });
    await course.grade(plan.id, ben, { scoreStatus: 'exempt', score: null });
    await course.grade(plan.id, cat, { scoreStatus: 'not submitted', score: null });
    const before = await room.fingerprint(EVERYTHING);

    const operation = await room.import(await savedBundle(await bundleOf(course.courseId)));

    expect({ status: operation.status, issues: await room.issues(operation.id) }).toEqual({
      ...{ status: 'succeeded', issues: [] },
    });
    expect(countsOf(operation)).toEqual({
      'classes.csv': { unchanged: 1 },
      'users.csv': { unchanged: 4 },
      'enrollments.csv': { unchanged: 4 },
      'lineItems.csv': { unchanged: 2 },
      'results.csv': { unchanged: 5 },
    });
    expect(await room.fingerprint(EVERYTHING)).toBe(before);
  });

  it('of a course of a roster has the rows that the roster had', async () => {
    await room.import(await smallBundle());
    const id = await courseWith('BIO-A');
    const bundle = await openedBundle(await bundleOf(id));
    const school = smallSchool();
    const ofClass = new Set(['bio-1', 'bio-2', 'bio-3']);
    const shown = (rows: readonly Record<string, string>[], ...columns: string[]): string[] =>
      rows.map((row) => columns.map((column) => row[column] ?? '').join('|')).sort();
    for (const [kind, columns] of [
      [
        'results',
        [
          'sourcedId',
          'lineItemSourcedId',
          'studentSourcedId',
          'scoreStatus',
          'score',
          'scoreDate',
          'comment',
        ],
      ],
      [
        'lineItems',
        ['sourcedId', 'title', 'description', 'assignDate', 'classSourcedId', 'categorySourcedId'],
      ],
    ] as const) {
      const sent = school[kind].filter((row) =>
        ofClass.has(row['lineItemSourcedId'] ?? row['sourcedId'] ?? ''),
      );
      expect(shown(bundle.rows(kind), ...columns)).toEqual(shown(sent, ...columns));
    }
  });

  it('with another score changes that one where the roster gave it, and is refused where a quiz did', async () => {
    await room.import(await smallBundle());
    const id = await courseWith('BIO-A');
    const path = await changedBundle(await bundleOf(id), (kind, rows) =>
      kind === 'results'
        ? rows.map((row) => (row['sourcedId'] === 'bio-1:s-amara' ? { ...row, score: '18.25' } : row))
        : rows,
    );
    const operation = await room.import(path);
    expect(operation).toMatchObject({ status: 'succeeded', issueCount: 0 });
    expect(countsOf(operation)).toMatchObject({ 'results.csv': { changed: 1, unchanged: 6 } });
  });
});
