import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl } from '../../support/graded-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

type Change = Answer['body'];

describe('the log of a course', () => {
  let app: TestApp;
  let minute = 0;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  function later(): void {
    minute += 1;
    app.clock.set(new Date(Date.UTC(2026, 2, 2, 8, minute)).toISOString());
  }
  async function logOf(course: GradedCourse, filter = '', limit = 3): Promise<Change[]> {
    const all: Change[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const place: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
      const url = `${course.url}/results/changes?limit=${limit}${filter}${place}`;
      const { data, page } = expectStatus(await course.instructor.get(url), 200);
      all.push(...data);
      cursor = page.next;
    }
    return all;
  }
  /** What the history of each result says, the newest first. */
  async function historiesOf(course: GradedCourse, items: string[], learners: Caller[]): Promise<Change[]> {
    const all: Change[] = [];
    for (const lineItemId of items)
      for (const learner of learners) {
        const { status, body } = await course.instructor.get(
          `${resultUrl(lineItemId, learner)}/history?limit=100`,
        );
        if (status === 200)
          all.push(...body.data.map((change: Change) => ({ ...change, lineItemId, userId: learner.id })));
      }
    return all;
  }
  const told = (changes: Change[]): string[] =>
    changes
      .map(({ lineItemId, learner, userId, changedAt, cause, from, to, changedBy }: Change) =>
        JSON.stringify([changedAt, lineItemId, learner?.userId ?? userId, cause, from, to, changedBy]),
      )
      .sort();

  it('has every step of every result once, first values too, the newest first, and by each filter', async () => {
    const course = await GradedCourse.open(app);
    later();
    const learners = [await course.learner(), await course.learner(), await course.learner()];
    const assistant = await course.member('assistant');
    const quiz = await course.quiz('Quiz', 3);
    const items = [
      (await course.lineItem()).id,
      (await course.lineItem({ title: 'Talk' })).id,
      quiz.lineItemId,
    ];
    for (const [index, learner] of learners.entries()) {
      later();
      await course.attempt(learner, quiz, index);
    }
    for (let number = 0; number < 24; number += 1) {
      if (number % 3 !== 1) later();
      const by = number % 4 === 0 ? assistant : course.instructor;
      const [item, learner] = [items[number % 2]!, learners[(number * 7) % (number < 12 ? 3 : 2)]!];
      expectStatus(await by.put(resultUrl(item, learner), { score: String((number * 5) % 11) }), 200);
    }
    later();
    const waiver = { status: 'derived', reason: 'Ill', isWaived: true };
    await course.instructor.put(`${resultUrl(items[0], learners[0]!)}/lateness`, waiver);
    later();
    expectStatus(await course.instructor.put(resultUrl(quiz.lineItemId, learners[0]!), { score: '2' }), 200);
    later();
    await course.attempt(learners[0]!, quiz, 3);
    later();
    expectStatus(await course.instructor.delete(`${resultUrl(quiz.lineItemId, learners[0]!)}/override`), 204);

    const expected = await historiesOf(course, items, learners);
    expect(expected.length).toBeGreaterThan(25);
    for (const limit of [1, 2, 5, 100]) {
      const log = await logOf(course, '', limit);
      expect(told(log)).toEqual(told(expected));
      const instants = log.map(({ changedAt }) => changedAt);
      expect(instants).toEqual(instants.toSorted().reverse());
    }
    const since = expected.map(({ changedAt }) => changedAt as string).sort()[10]!;
    for (const [filter, holds] of [
      [`&userId=${learners[1]!.id}`, ({ userId }: Change) => userId === learners[1]!.id],
      [`&lineItemId=${items[1]}`, ({ lineItemId }: Change) => lineItemId === items[1]],
      [`&changedBy=${assistant.id}`, ({ changedBy }: Change) => changedBy?.userId === assistant.id],
      [`&since=${since}`, ({ changedAt }: Change) => changedAt >= since],
      [
        `&since=${since}&lineItemId=${items[0]}&userId=${learners[0]!.id}`,
        ({ changedAt, lineItemId, userId }: Change) =>
          changedAt >= since && lineItemId === items[0] && userId === learners[0]!.id,
      ],
    ] as [string, (change: Change) => boolean][]) {
      const [log, wanted] = [await logOf(course, filter), expected.filter(holds)];
      expect([filter, told(log)]).toEqual([filter, told(wanted)]);
      const counted = await course.instructor.get(
        `${course.url}/results/changes?total=true&limit=1${filter}`,
      );
      expect([filter, expectStatus(counted, 200).page.total]).toEqual([filter, wanted.length]);
    }
    const [newest] = await logOf(course);
    expect(newest).toMatchObject({ title: 'Quiz', learner: { userId: learners[0]!.id } });
  });

  it('is read with three statements, and only by the staff', async () => {
    const course = await GradedCourse.open(app);
    const learners = [await course.learner(), await course.learner()];
    const { id } = await course.lineItem();
    const read = async (): Promise<number> => {
      const statements = await sqlOf(() => course.instructor.get(`${course.url}/results/changes`));
      return statements.length;
    };
    for (const score of ['1', '2']) await course.grade(id, learners[0]!, { score });
    const few = await read();
    for (let number = 0; number < 6; number += 1) {
      const item = (await course.lineItem({ title: `Item ${number}` })).id;
      for (const learner of learners)
        for (const score of ['1', '2']) await course.grade(item, learner, { score });
    }
    expect(await read()).toBe(few);
    for (const list of ['results', 'line-items']) {
      expectStatus(await learners[0]!.get(`${course.url}/${list}/changes`), 403);
      expectStatus(await app.anyone.get(`${course.url}/${list}/changes`), 401);
    }
  });

  it('says who added, changed, archived, restored and deleted line items, and nothing where nothing changed', async () => {
    const course = await GradedCourse.open(app);
    const assistant = await course.member('assistant');
    const { id } = await course.lineItem({ title: 'Report' });
    const url = `/v1/line-items/${id}`;
    expectStatus(await assistant.patch(url, { title: 'Long report', resultValueMax: '30' }), 200);
    expectStatus(await assistant.patch(url, { title: 'Long report' }), 200);
    expectStatus(await assistant.patch(url, { resultValueMax: '-1' }), 422);
    for (let twice = 0; twice < 2; twice += 1)
      expectStatus(await course.instructor.put(`${url}/archive`), 200);
    expectStatus(await course.instructor.delete(`${url}/archive`), 200);
    expectStatus(await course.instructor.delete(url), 204);
    await course.lineItem({ title: 'Another' });
    const list = `${course.url}/line-items/changes`;
    const { data, page } = expectStatus(
      await course.instructor.get(`${list}?lineItemId=${id}&total=true`),
      200,
    );
    const shown = data.map(({ from, to, changedBy }: Change) => [
      from && `${from.title} ${from.resultValueMax} ${from.archivedAt === null}`,
      to && `${to.title} ${to.resultValueMax} ${to.archivedAt === null}`,
      changedBy.userId,
    ]);
    const [by, who] = [course.instructor.id, assistant.id];
    expect(shown).toEqual([
      ['Long report 30 true', null, by],
      ['Long report 30 false', 'Long report 30 true', by],
      ['Long report 30 true', 'Long report 30 false', by],
      ['Report 20 true', 'Long report 30 true', who],
      [null, 'Report 20 true', by],
    ]);
    expect(page.total).toBe(5);
    expect(expectStatus(await course.instructor.get(list), 200).data).toHaveLength(6);
  });
});
