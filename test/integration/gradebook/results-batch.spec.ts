import { newId } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl } from '../../support/graded-course';
import { negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { rewriteStatements } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl('the locks on the results of a batch', ['lets one of two editors'], () => {
  rewriteStatements(/FROM results WHERE \(line_item_id, user_id\) IN/, /FOR UPDATE$/, '');
});

const ROUNDS = 15;

type Cell = Record<string, unknown>;

/** Many cells of the gradebook at once. */
describe('a batch of results', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  interface Filled {
    course: GradedCourse;
    learners: Caller[];
    items: string[];
  }

  async function filled(learners: number, items: number): Promise<Filled> {
    const course = await GradedCourse.open(app);
    return {
      course,
      learners: await Promise.all(Array.from({ length: learners }, () => course.learner())),
      items: await Promise.all(
        Array.from({ length: items }, async (_, place) => {
          return (await course.lineItem({ title: `Item ${place}`, resultValueMax: '10' })).id as string;
        }),
      ),
    };
  }

  const send = (course: GradedCourse, cells: Cell[], more = {}, by = course.instructor): Promise<Answer> =>
    by.post(`${course.url}/results/batch`, { cells, ...more });

  it('records what single results would record, with their history', async () => {
    const { course, learners, items } = await filled(3, 2);
    await course.grade(items[0]!, learners[0]!, { score: '1', comment: 'First' });
    const cells = learners.flatMap(({ id: userId }, row) =>
      items.map((lineItemId, column) => ({ lineItemId, userId, score: String(row + column) })),
    );
    const answer = expectStatus(await send(course, cells), 200);
    expect(answer).toMatchObject({ recorded: 6, unchanged: 0, refused: 0 });
    expect(answer.cells[0]).toEqual({
      ...{ lineItemId: items[0], userId: learners[0]!.id, outcome: 'recorded', refusal: null },
      ...{ version: 2, score: '0' },
    });
    expect(await course.result(items[0]!, learners[0]!)).toMatchObject({
      ...{ score: '0', comment: 'First', source: 'instructor', version: 2 },
      recordedBy: course.instructor.id,
    });
    expect(await course.history(items[0]!, learners[0]!)).toMatchObject([
      { cause: 'instructor', from: { score: '1' }, to: { score: '0' } },
      { cause: 'instructor', from: null, to: { score: '1' } },
    ]);
    expect(await course.result(items[1]!, learners[2]!)).toMatchObject({ score: '3', version: 1 });
    const [row] = (await course.instructor.get(`${course.url}/gradebook`)).body.data;
    expect(Object.keys(row.results)).toHaveLength(2);
  });

  it('changes nothing when it is sent again, with a key or without', async () => {
    const { course, learners, items } = await filled(2, 1);
    const cells = learners.map(({ id: userId }) => ({
      ...{ lineItemId: items[0], userId, score: '4', version: null },
    }));
    const key = { 'idempotency-key': 'the-same-batch' };
    const url = `${course.url}/results/batch`;
    const first = await course.instructor.post(url, { cells }, key);
    const replayed = await course.instructor.post(url, { cells }, key);
    expect([first.status, replayed.headers['idempotency-replayed']]).toEqual([200, 'true']);
    expect(replayed.body).toEqual(first.body);
    // The answer was lost, and the page sends what it had: from versions that are old by now.
    expect(expectStatus(await send(course, cells), 200)).toMatchObject({ recorded: 0, unchanged: 2 });
    expect(await course.history(items[0]!, learners[0]!)).toHaveLength(1);
    expect(await course.result(items[0]!, learners[0]!)).toMatchObject({ version: 1 });
  });

  async function withBadCells(): Promise<Filled & { cells: Cell[]; codes: (string | null)[] }> {
    const { course, learners, items } = await filled(2, 3);
    const other = await filled(1, 1);
    expectStatus(await course.instructor.put(`/v1/line-items/${items[2]}/archive`), 200);
    await course.grade(items[1]!, learners[1]!, { score: '9' });
    const [one, two] = learners.map(({ id }) => id);
    const rows: [string | null, Cell][] = [
      [null, { lineItemId: items[0], userId: one, score: '5', version: null }],
      ['gradebook.score_out_of_range', { lineItemId: items[0], userId: two, score: '10.0001' }],
      ['gradebook.line_item_archived', { lineItemId: items[2], userId: two, score: '1' }],
      ['gradebook.line_item_not_found', { lineItemId: other.items[0], userId: one, score: '1' }],
      ['gradebook.line_item_not_found', { lineItemId: newId(), userId: one, score: '1' }],
      ['gradebook.not_a_learner', { lineItemId: items[1], userId: other.learners[0]!.id, score: '1' }],
      ['gradebook.not_a_learner', { lineItemId: items[1], userId: newId(), score: '1' }],
      ['request.stale', { lineItemId: items[1], userId: two, score: '1', version: null }],
      ['gradebook.cell_twice', { lineItemId: items[0], userId: one, score: '6' }],
      [
        'gradebook.score_status_mismatch',
        { lineItemId: items[1], userId: one, score: '6', scoreStatus: 'exempt' },
      ],
    ];
    return {
      course,
      learners,
      items,
      cells: rows.map(([, cell]) => cell),
      codes: rows.map(([code]) => code),
    };
  }

  it('records nothing where one cell is refused, and names each that is', async () => {
    const { course, learners, items, cells, codes } = await withBadCells();
    const refused = await send(course, cells);
    expect([refused.status, refused.body.code]).toEqual([409, 'gradebook.batch_refused']);
    expect(refused.body.errors.map(({ field, rule }: Cell) => [field, rule])).toEqual(
      codes.flatMap((code, place) => (code === null ? [] : [[`cells[${place}]`, code]])),
    );
    expect((await course.instructor.get(resultUrl(items[0]!, learners[0]!))).status).toBe(404);
    expect(await course.result(items[1]!, learners[1]!)).toMatchObject({ score: '9', version: 1 });
  });

  it('records the good cells where that is asked', async () => {
    const { course, learners, items, cells, codes } = await withBadCells();
    const answer = expectStatus(await send(course, cells, { onRefused: 'good_cells' }), 200);
    expect(answer).toMatchObject({ recorded: 1, unchanged: 0, refused: codes.length - 1 });
    expect(
      answer.cells.map(({ refusal }: { refusal: { code: string } | null }) => refusal?.code ?? null),
    ).toEqual(codes);
    expect(answer.cells[7]).toMatchObject({ outcome: 'refused', version: 1, score: '9' });
    expect(await course.result(items[0]!, learners[0]!)).toMatchObject({ score: '5' });
    expect(await course.result(items[1]!, learners[1]!)).toMatchObject({ score: '9', version: 1 });
  });

  it('lets one of two editors change a cell, and tells the other', async () => {
    const { course, learners, items } = await filled(3, 1);
    const assistant = await course.member('assistant');
    const lineItemId = items[0]!;
    let versions: (number | null)[] = [null, null, null];
    for (let round = 0; round < ROUNDS; round += 1) {
      const cellsOf = (score: string): Cell[] =>
        learners.map(({ id: userId }, place) => ({ lineItemId, userId, score, version: versions[place] }));
      // Both in orders of their own, so that neither waits for the other's second lock.
      const answers = await Promise.all([
        send(course, cellsOf(`1.${round + 1}`), { onRefused: 'good_cells' }),
        send(course, cellsOf(`2.${round + 1}`).reverse(), { onRefused: 'good_cells' }, assistant),
      ]);
      const [one, other] = answers.map((answer) => expectStatus(answer, 200));
      // Each cell is changed by one of them, and refused to the other, whose answer shows what stands.
      expect([one.recorded + other.recorded, one.refused + other.refused]).toEqual([3, 3]);
      for (const { outcome, refusal } of [...one.cells, ...other.cells])
        if (outcome === 'refused') expect(refusal.code).toBe('request.stale');
      const stand = await Promise.all(learners.map((learner) => course.result(lineItemId, learner)));
      versions = stand.map(({ version }) => version);
      expect(versions).toEqual([round + 1, round + 1, round + 1]);
    }
    for (const learner of learners) {
      const history = await course.instructor.get(`${resultUrl(lineItemId, learner)}/history?limit=100`);
      const steps: { from: { score: string } | null; to: { score: string } }[] = history.body.data.reverse();
      expect(steps).toHaveLength(ROUNDS);
      // Nothing was overwritten unseen: each step begins where the last one ended.
      expect(steps.map(({ from }) => from?.score ?? null)).toEqual([
        null,
        ...steps.slice(0, -1).map(({ to }) => to.score),
      ]);
    }
  });

  it('lets a batch and a single result change the same new cell, without losing either', async () => {
    const { course, items } = await filled(0, 1);
    for (let round = 0; round < ROUNDS; round += 1) {
      const learner = await course.learner();
      const [batch, single] = await Promise.all([
        send(course, [{ lineItemId: items[0], userId: learner.id, score: '1' }]),
        course.instructor.put(resultUrl(items[0]!, learner), { score: '2' }),
      ]);
      expect([batch.status, single.status]).toEqual([200, 200]);
      const scores = (await course.history(items[0]!, learner)).map(({ to }) => to.score);
      expect(scores.toSorted()).toEqual(['1', '2']);
    }
  });

  it('decides by an override of a quiz who has passed, like a single one', async () => {
    const { course, learners } = await filled(3, 0);
    const quiz = await course.quiz('Sampling', 2, { passPercentage: '50' });
    await course.attempt(learners[2]!, quiz, 2);
    const done = async (learner: Caller): Promise<number> =>
      (await learner.get(`${course.url}/progress/me`)).body.completed;
    expect(await Promise.all(learners.map(done))).toEqual([0, 0, 1]);
    const { lineItemId } = quiz;
    const cells = learners.map(({ id: userId }, place) => ({
      lineItemId,
      userId,
      score: ['2', '0', '0'][place],
    }));
    expectStatus(await send(course, cells), 200);
    expect(await Promise.all(learners.map(done))).toEqual([1, 0, 0]);
    expect(await course.result(lineItemId, learners[2]!)).toMatchObject({ isOverride: true, score: '0' });
    await course.instructor.delete(`${resultUrl(lineItemId, learners[2]!)}/override`);
    expect(await Promise.all(learners.map(done))).toEqual([1, 0, 1]);
  });

  it('sends as many statements for 60 cells as for 2', async () => {
    const { course, learners, items } = await filled(20, 3);
    const cells = learners.flatMap(({ id: userId }) =>
      items.map((lineItemId) => ({ lineItemId, userId, score: '1' })),
    );
    await send(course, [cells[0]!, cells[59]!]);
    const counts = [];
    for (const [part, score] of [
      [[cells[0]!, cells[1]!], '2'],
      [cells, '3'],
      [cells, '4'],
    ] as const) {
      const changed = part.map((cell) => ({ ...cell, score }));
      counts.push((await sqlOf(() => send(course, changed))).length);
    }
    // Two of the first changed and one was new; then 58 were new; then none.
    // Totals are stored with two more of one learner, and with four of many.
    expect(counts).toEqual([16, 18, 17]);
  });

  it('is for the staff of the course, and takes no more than it says', async () => {
    const { course, learners, items } = await filled(2, 1);
    const cell = { lineItemId: items[0], userId: learners[0]!.id, score: '10' };
    for (const learner of learners) expect((await send(course, [cell], {}, learner)).status).toBe(403);
    for (const [wrong, field] of [
      [{ score: 'NaN' }, 'cells[0].score'],
      [{ score: '1e400' }, 'cells[0].score'],
      [{ version: 0 }, 'cells[0].version'],
      [{ version: '1' }, 'cells[0].version'],
      [{ source: 'quiz' }, 'cells[0].source'],
      [{ recordedBy: learners[0]!.id }, 'cells[0].recordedBy'],
    ] as const) {
      const refused = await send(course, [{ ...cell, ...wrong }]);
      expect([refused.status, refused.body.errors[0].field]).toEqual([422, field]);
    }
    const many = Array.from({ length: 501 }, () => ({ ...cell, userId: newId() }));
    expect((await send(course, many)).body.errors[0]).toMatchObject({ field: 'cells' });
    expect((await course.instructor.get(resultUrl(items[0]!, learners[0]!))).status).toBe(404);
    expectStatus(await course.instructor.put(`${course.url}/archive`), 200);
    expect((await send(course, [cell])).body.code).toBe('courses.archived');
  });
});
