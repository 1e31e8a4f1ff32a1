import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { changedBundle, openedBundle, savedBundle } from '../../support/opened-bundle';
import { smallBundle, smallSchool } from '../../support/small-school';
import { sqlOf } from '../../support/query-counter';
import { TestApp } from '../../support/test-app';
import { countsOf, EVERYTHING, RosterRoom } from './roster-room';

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

  it('with another score for a result that the roster gave changes that one alone', async () => {
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

  it('with another score for a result that a quiz or an instructor gave is refused, and says why', async () => {
    const course = await GradedCourse.open(app);
    const learner = await course.learner();
    const quiz = await course.quiz('Quiz', 2);
    await course.attempt(learner, quiz, 1);
    const essay = await course.lineItem({ title: 'Essay' });
    await course.grade(essay.id, learner, { score: '11' });
    const before = await room.fingerprint(EVERYTHING);
    const path = await changedBundle(await bundleOf(course.courseId), (kind, rows) => {
      if (kind === 'results')
        return [
          ...rows.map((row) => ({ ...row, score: '0.25' })),
          // What another system gives for the quiz under an id of its own.
          { ...rows[0], sourcedId: 'new', studentSourcedId: `stoa:${course.instructor.id}` },
        ];
      return kind === 'users' ? rows.map((row) => ({ ...row, email: 'thief@elsewhere.example' })) : rows;
    });
    const operation = await room.import(path);
    expect(operation.status).toBe('partly_succeeded');
    const refused = await room.issues(operation.id);
    expect(refused.map(({ file, code }) => `${file} ${code}`).sort()).toEqual(
      [
        ...['users.csv made_in_stoa', 'users.csv made_in_stoa'],
        ...['results.csv local_override', 'results.csv local_override', 'results.csv result_of_quiz'],
      ].sort(),
    );
    expect(await room.fingerprint(EVERYTHING)).toBe(before);
  });

  it('takes a result from another system for a line item that was made in Stoa', async () => {
    const course = await GradedCourse.open(app);
    const [ann, ben] = [await course.learner(), await course.learner()];
    const essay = await course.lineItem({ title: 'Essay' });
    await course.grade(essay.id, ann, { score: '11' });
    const path = await changedBundle(await bundleOf(course.courseId), (kind, rows) =>
      kind === 'results'
        ? [...rows, { ...rows[0], sourcedId: 'sis-1', studentSourcedId: `stoa:${ben.id}`, score: '12.5' }]
        : rows,
    );
    const operation = await room.import(path);
    expect(countsOf(operation)['results.csv']).toEqual({ added: 1, unchanged: 1 });
    expect((await course.result(essay.id, ben)).score).toBe('12.5');
    const bundle = await openedBundle(await bundleOf(course.courseId));
    expect(bundle.rows('results').find((row) => row['sourcedId'] === 'sis-1')).toMatchObject({
      score: '12.5',
    });
  });

  it('has no people for the staff of the course, whom learners and strangers cannot follow', async () => {
    const course = await GradedCourse.open(app);
    const learner = await course.learner();
    const essay = await course.lineItem({ title: 'Essay' });
    await course.grade(essay.id, learner, { score: '11' });
    const answer = await course.instructor.get(`${course.url}/oneroster.zip`);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="oneroster.zip"',
    });
    const bundle = await openedBundle(answer.bytes);
    expect([...bundle.texts.keys()]).toEqual(['manifest.csv', 'classes.csv', 'lineItems.csv', 'results.csv']);
    expect(bundle.manifest).toMatchObject({
      ...{ 'manifest.version': '1.0', 'oneroster.version': '1.1', 'source.systemName': 'Stoa' },
      ...{ 'file.results': 'delta', 'file.users': 'absent', 'file.enrollments': 'absent' },
    });
    expect(bundle.rows('results')).toMatchObject([
      { status: 'active', studentSourcedId: `stoa:${learner.id}`, scoreStatus: 'fully graded', score: '11' },
    ]);
    const complete = await course.instructor.get(`${course.url}/oneroster.zip?mode=bulk`);
    expect((await openedBundle(complete.bytes)).rows('results')).toMatchObject([
      { status: '', dateLastModified: '' },
    ]);
    expect((await learner.get(`${course.url}/oneroster.zip`)).status).toBe(403);
    expect((await app.anyone.get(`${course.url}/oneroster.zip`)).status).toBe(401);
  });

  it('names the categories and grading periods of the course, and moves nothing when it comes back', async () => {
    await room.import(await smallBundle());
    const id = await courseWith('BIO-A');
    const url = `/v1/courses/${id}`;
    const present = expectStatus(await room.administrator.get(`${url}/grade-rules`), 200) as {
      categories: { id: string; title: string; aggregation: string }[];
    };
    const { categories, periods } = expectStatus(
      await room.administrator.put(`${url}/grade-rules`, {
        ...{ parts: 'categories', aggregation: 'weighted_mean' },
        categories: [
          { title: 'Labs', weight: '60', aggregation: 'mean' },
          ...present.categories.map(({ id: category, title }) => ({
            ...{ id: category, title, weight: '20', aggregation: 'mean' },
          })),
        ],
        periods: [
          { title: 'First half', startDate: '2025-09-01', endDate: '2025-10-01' },
          { title: 'Second half', startDate: '2025-10-02', endDate: '2025-12-19' },
        ],
      }),
      200,
    ) as { categories: { id: string; title: string }[]; periods: { id: string }[] };
    const labs = categories.find(({ title }) => title === 'Labs')?.id ?? '';
    const { data } = expectStatus(await room.administrator.get(`${url}/line-items?limit=100`), 200) as {
      data: { id: string; title: string }[];
    };
    for (const { id: lineItemId, title } of data)
      if (title === 'Cells')
        expectStatus(
          await room.administrator.patch(
            `/v1/line-items/${lineItemId}`,
            { categoryId: labs },
            { 'if-match': '*' },
          ),
          200,
        );
    const zip = await bundleOf(id);
    const bundle = await openedBundle(zip);
    expect(bundle.rows('lineItems').find(({ title }) => title === 'Cells')).toMatchObject({
      categorySourcedId: `stoa:${labs}`,
      gradingPeriodSourcedId: `stoa:${periods[0]?.id}`,
    });
    const before = await room.fingerprint(EVERYTHING);
    const operation = await room.import(await savedBundle(zip));
    expect([operation.status, await room.issues(operation.id)]).toEqual(['succeeded', []]);
    expect(await room.fingerprint(EVERYTHING)).toBe(before);
  });

  it('has scores as they were entered, before lateness takes something, and not less when it comes back', async () => {
    const course = await GradedCourse.open(app);
    const learner = await course.learner();
    const latePolicy = { kind: 'rate', percent: '10', interval: 'day' };
    const rules = await course.instructor.put(`${course.url}/grade-rules`, { latePolicy });
    expectStatus(rules, 200);
    const essay = await course.lineItem({ title: 'Essay', dueAt: '2025-09-20T10:00:00.000Z' });
    const late = { score: '15', submittedAt: '2025-09-22T12:00:00.000Z' };
    const graded = await course.grade(essay.id, learner, late);
    expect(Number(graded.effectiveScore)).toBeLessThan(15);
    const zip = await bundleOf(course.courseId);
    expect((await openedBundle(zip)).rows('results')).toMatchObject([
      { score: '15', 'metadata.stoaSubmittedAt': late.submittedAt },
    ]);
    const before = await room.fingerprint(EVERYTHING);
    const operation = await room.import(await savedBundle(zip));
    expect([operation.status, await room.issues(operation.id)]).toEqual(['succeeded', []]);
    expect(await room.fingerprint(EVERYTHING)).toBe(before);
  });

  it('reads its rows with as many statements, however many learners there are', async () => {
    const course = await GradedCourse.open(app);
    const essay = await course.lineItem({ title: 'Essay' });
    const counts: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      for (const learner of [await course.learner(), await course.learner(), await course.learner()])
        await course.grade(essay.id, learner, { score: '11' });
      counts.push((await sqlOf(() => bundleOf(course.courseId))).length);
    }
    expect(counts[1]).toBe(counts[0]);
    expect(counts[0]).toBeLessThanOrEqual(14);
  });
});
