import { toBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

/** Of a course with totals of 100, 72.5 and 0 %: what each is called, and how many there are of which grade, the best first. */
const KINDS: [name: string, scheme: object, grades: string[], counts: string[]][] = [
  [
    'classes',
    {
      kind: 'classes',
      rows: [
        { name: '1', from: '72.5', includesFrom: false },
        { name: '2', from: '50' },
        { name: '5', from: '0' },
      ],
    },
    ...[['1', '2', '5']],
    ['1: 1', '2: 1', '5: 1'],
  ],
  [
    'grade points',
    {
      kind: 'gpa',
      rows: [
        { name: 'A', from: '93', value: '4.0' },
        { name: 'C', from: '70', value: '2' },
        { name: 'F', from: '0', value: '0' },
      ],
    },
    ...[['4', '2', '0']],
    ['4: 1', '2: 1', '0: 1'],
  ],
  [
    'pass and fail',
    {
      kind: 'pass_fail',
      rows: [
        { name: 'Pass', from: '50' },
        { name: 'Fail', from: '0' },
      ],
    },
    ...[['Pass', 'Pass', 'Fail']],
    ['Pass: 2', 'Fail: 1'],
  ],
  [
    'points',
    { kind: 'points', maximum: '20', places: 1 },
    ...[
      ['20.0', '14.5', '0.0'],
      ['20.0: 1', '14.5: 1', '0.0: 1'],
    ],
  ],
  [
    'percents',
    { kind: 'percent' },
    ...[
      ['100', '73', '0'],
      ['100: 1', '73: 1', '0: 1'],
    ],
  ],
  [
    'breakpoints',
    {
      kind: 'breakpoints',
      breakpoints: [
        { percent: '0', grade: '5' },
        { percent: '50', grade: '4' },
        { percent: '95', grade: '1' },
      ],
    },
    ...[
      ['1', '2.5', '5'],
      ['1: 1', '2.5: 1', '5: 1'],
    ],
  ],
] as [string, object, string[], string[]][];

describe('the kinds of grading schemes', () => {
  let app: TestApp;
  let course: GradedCourse;
  let learners: Caller[];
  let url: string;
  beforeAll(async () => {
    app = await TestApp.start();
    course = await GradedCourse.open(app);
    url = `${course.url}/grade-rules`;
    const item = await course.lineItem({ resultValueMax: '200' });
    learners = [];
    for (const score of ['200', '145', '0']) {
      const learner = await course.learner();
      learners.push(learner);
      await course.grade(item.id, learner, { score });
    }
  });
  afterAll(() => app.stop());

  const set = (rules: object, headers = {}): Promise<Answer> => course.instructor.put(url, rules, headers);

  it.each(KINDS)(
    'name totals by %s, everywhere the same, and come back as they were sent',
    async (_, scheme, grades, counts) => {
      const preview = expectStatus(await course.instructor.post(`${url}/preview`, { scheme }), 200);
      const told = preview.grades.filter(({ after }: Answer['body']) => after > 0);
      expect(told.map(({ name, after }: Answer['body']) => `${name}: ${after}`)).toEqual(counts);

      const stored = expectStatus(await set({ scheme }), 200);
      expect(expectStatus(await set({ scheme: stored.scheme }), 200).version).toBe(stored.version);
      const named = learners.map(async (learner, at) => {
        const { totals } = expectStatus(await learner.get(`${course.url}/grades/me`), 200);
        const final = expectStatus(await learner.get(`${course.url}/final-grades/me`), 200);
        const explained = expectStatus(await learner.get(`${course.url}/grades/me/explanation`), 200);
        expect(explained.gradeSentence).toContain(grades[at]!);
        expect(final.standing.grade).toBe(grades[at]);
        return totals.grade;
      });
      expect(await Promise.all(named)).toEqual(grades);
      const { data } = expectStatus(await course.instructor.get(`${course.url}/gradebook`), 200);
      expect(data.map(({ totals }: Answer['body']) => totals.grade).toSorted()).toEqual(grades.toSorted());
      const chart = await course.instructor.get(`${course.url}/report/grade-distribution.svg`);
      // In a chart the best stands on the right.
      expect(chart.text).toContain(counts.toReversed().join('; '));
    },
  );

  it('are letters where none is named, as all schemes of an earlier release are', async () => {
    const rows = [
      { name: 'Pass', from: '60' },
      { name: 'Fail', from: '0' },
    ];
    const full = { kind: 'letters', roundsTo: null, maximum: null, places: null, breakpoints: [] };
    const { version } = expectStatus(await set({ scheme: { rows } }), 200);
    await app.database.run('UPDATE grade_rules SET scheme = ? WHERE course_id = ?', [
      JSON.stringify({ rows, roundsTo: null }),
      toBinary(course.courseId),
    ]);
    const read = expectStatus(await course.instructor.get(url), 200);
    expect(read.scheme).toEqual({
      ...{ ...full, step: null, rounding: null },
      rows: rows.map((row) => ({ ...row, includesFrom: true, value: null })),
    });
    expect(expectStatus(await set({ scheme: { rows } }), 200).version).toBe(version);
    const grades = expectStatus(await learners[1]!.get(`${course.url}/grades/me`), 200);
    expect(grades.totals.grade).toBe('Pass');
  });

  it.each<[string, object, string, string]>([
    ['a kind that there is not', { kind: 'stars' }, 'request.invalid', 'scheme.kind'],
    ['points without a maximum', { kind: 'points' }, 'gradebook.scheme_terms', 'scheme.maximum'],
    ['points of 0', { kind: 'points', maximum: '0' }, 'request.invalid', 'scheme.maximum'],
    ['points of 1e400', { kind: 'points', maximum: '1e400' }, 'request.invalid', 'scheme.maximum'],
    ['places that are no number', { kind: 'percent', places: 'two' }, 'request.invalid', 'scheme.places'],
    [
      'a percentage with rows',
      { kind: 'percent', rows: [{ name: 'F', from: '0' }] },
      ...['gradebook.scheme_terms', 'scheme.rows'],
    ],
    ['an odd step', { kind: 'breakpoints', step: '0.3' }, 'request.invalid', 'scheme.step'],
    [
      'breakpoints without a line',
      { kind: 'breakpoints', breakpoints: [{ percent: '0', grade: '1' }] },
      ...['gradebook.scheme_terms', 'scheme.breakpoints'],
    ],
  ] as [string, object, string, string][])(
    'refuse %s, and change nothing',
    async (_, scheme, code, field) => {
      const { version } = expectStatus(await course.instructor.get(url), 200);
      const refused = await set({ scheme });
      expect([refused.status, refused.body.code, refused.body.errors[0].field]).toEqual([422, code, field]);
      expect(expectStatus(await course.instructor.get(url), 200).version).toBe(version);
    },
  );
});
