import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl, type SimpleQuiz } from '../../support/graded-course';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { fractionOf, StoredTotalsOf } from '../../support/totals-room';
import { seededRandom } from '../../unit/seeded-random';

const SEQUENCES = Number(process.env['TOTALS_SEQUENCES'] ?? 4);
const CHANGES = 14;

/** Totals that are stored, compared with what explanations compute after any changes. */
describe('stored totals', () => {
  let app: TestApp;
  let approver: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    approver = await app.person('administrator');
  });
  afterAll(() => app.stop());

  it.each(Array.from({ length: SEQUENCES }, (_, seed) => seed + 1))(
    'are those that are computed after any sequence of changes (seed %i)',
    async (seed) => {
      const school = await Gradebook.open(app, approver, seed);
      for (let count = 0; count < CHANGES; count += 1) {
        const { name, of } = await school.change();
        await school.check(`${count + 1}. ${name}`, of);
      }
      expect(school.held).toBeGreaterThan(0);
    },
    120_000,
  );
});

interface Changed {
  name: string;
  /** Whose totals alone it concerns: they are stored by the change itself. */
  of?: Caller[];
}

/** A gradebook in which anything happens. */
class Gradebook {
  held = 0;
  /** No operation was running when the last change was made. */
  private isQuiet = true;
  private readonly random;
  private readonly stored: StoredTotalsOf;

  private constructor(
    private readonly app: TestApp,
    private readonly approver: Caller,
    private readonly course: GradedCourse,
    private readonly quizzes: SimpleQuiz[],
    private readonly learners: Caller[],
    private items: Answer['body'][],
    private categories: Answer['body'][],
    private periods: Answer['body'][],
    seed: number,
  ) {
    this.random = seededRandom(seed);
    this.stored = new StoredTotalsOf(app, course);
  }

  static async open(app: TestApp, approver: Caller, seed: number): Promise<Gradebook> {
    app.clock.set('2026-03-02T09:00:00.000Z');
    const course = await GradedCourse.open(app, { timeZone: 'Europe/London', startDate: '2026-03-01' });
    const rules = {
      ...{ parts: 'categories', aggregation: 'weighted_mean', missing: 'zero' },
      latePolicy: { kind: 'rate', percent: '10', interval: 'day' },
      categories: [
        { title: 'Tests', weight: '60', aggregation: 'points' },
        { title: 'Homework', weight: '30', aggregation: 'mean', dropLowest: 1 },
      ],
      periods: [
        { title: 'First half', startDate: '2026-03-01', endDate: '2026-03-08' },
        { title: 'Second half', startDate: '2026-03-09', endDate: '2026-03-31' },
      ],
    };
    const { categories, periods } = expectStatus(
      await course.instructor.put(`${course.url}/grade-rules`, rules),
      200,
    );
    const quizzes = [
      await course.quiz('First', 3, { dueAt: new Date('2026-03-06T12:00:00.000Z') }),
      await course.quiz('Second', 7, {
        ...{ dueAt: new Date('2026-03-09T12:00:00.000Z'), closesAt: new Date('2026-03-20T12:00:00.000Z') },
        ...{ posting: 'at_date', postsAt: new Date('2026-03-12T08:00:00.000Z') },
      }),
    ];
    const items = [];
    for (const [index, resultValueMax] of ['20', '7.5', '9'].entries()) {
      const dueAt = `2026-03-${String(5 + 3 * index).padStart(2, '0')}T10:00:00.000Z`;
      items.push(
        await course.lineItem({ title: `Item ${index}`, resultValueMax, dueAt, expectsSubmission: true }),
      );
    }
    for (const [index, { id }] of (await course.lineItems()).entries()) {
      const categoryId = categories[index % 2].id as string;
      expectStatus(await course.instructor.patch(`/v1/line-items/${id}`, { categoryId }), 200);
    }
    const learners = [await course.learner(), await course.learner(), await course.learner()];
    return new Gradebook(app, approver, course, quizzes, learners, items, categories, periods, seed);
  }

  /** Does one of the things that change totals; again another one where it may not be done. */
  async change(): Promise<Changed> {
    this.isQuiet = await this.isSettled();
    const { pick } = this.random;
    for (;;) {
      const changed = await pick(this.changes)();
      if (changed) return changed;
    }
  }

  /** Every reader of every learner shows what explanations compute, and so do the stored totals that say that they hold. */
  async check(step: string, of: readonly Caller[] = []): Promise<void> {
    const { instructor, url } = this.course;
    const page = expectStatus(await instructor.get(`${url}/gradebook`), 200);
    // Half of the time, what an operation does about it is awaited.
    if (this.random.below(2) === 0) await this.settled();
    for (const learner of this.learners) {
      const periodIds = this.periods.map(({ id }) => id as string);
      const { course, parts, percentages } = await this.stored.computed(learner, periodIds);
      const told = page.data.find(({ userId }: { userId: string }) => userId === learner.id);
      const shown = {
        ...{ current: percentages['current'], final: percentages['final'] },
        ...{ postedCurrent: percentages['posted_current'], postedFinal: percentages['posted_final'] },
      };
      expect({ step, ...told.totals }).toMatchObject({ step, ...shown });
      const own = expectStatus(await learner.get(`${url}/grades/me`), 200);
      expect({ step, total: own.total }).toEqual({ step, total: percentages['posted_current'] });
      const version = await this.stored.version();
      const rows = await this.stored.rows();
      const holds = rows.some((row) => row.userId === learner.id && this.stored.isHeld(row, version));
      if (of.includes(learner) && this.isQuiet) expect({ step, holds }).toEqual({ step, holds: true });
      if (!holds) continue;
      this.held += 1;
      for (const row of rows.filter(({ userId }) => userId === learner.id)) {
        if (!this.stored.isHeld(row, version)) continue;
        const expected = row.scopeKind === 'course' ? course : parts.get(row.scopeId);
        if (!expected) throw new Error(`There is no ${row.scopeKind} ${row.scopeId}`);
        const shares = Object.entries(row.shares).map(([name, share]) => [name, fractionOf(share)]);
        expect({ step, scope: row.scopeKind, ...Object.fromEntries(shares) }).toEqual({
          ...{ step, scope: row.scopeKind },
          ...Object.fromEntries(Object.entries(expected).map(([name, share]) => [name, fractionOf(share)])),
        });
      }
    }
  }

  /** Whether no operation is computing totals, which may find the structure of an instant before, and then the one of now again. */
  private async isSettled(): Promise<boolean> {
    const { data } = expectStatus(await this.course.instructor.get('/v1/operations?limit=1'), 200);
    return data.every(({ status }: Answer['body']) => status === 'succeeded');
  }

  private async settled(): Promise<void> {
    const { data } = expectStatus(await this.course.instructor.get('/v1/operations?limit=1'), 200);
    for (const { id } of data) await this.app.get(OperationRunner).settled(id as string);
  }

  private get changes(): (() => Promise<Changed | undefined>)[] {
    return [
      () => this.grade(),
      () => this.grade(),
      () => this.takeQuiz(),
      () => this.takeQuiz(),
      () => this.sayLate(),
      () => this.batch(),
      () => this.lift(),
      () => this.grant(),
      () => this.accommodate(),
      () => this.changeItem(),
      () => this.archive(),
      () => this.changeRules(),
      () => this.changeQuiz(),
      () => this.passTime(),
      () => this.passTime(),
    ];
  }

  private async grade(): Promise<Changed> {
    const { pick, below } = this.random;
    const [learner, item] = [pick(this.learners), pick(this.items)];
    const body = pick([
      { score: String(below(70) / 10) },
      { score: null, scoreStatus: 'exempt' },
      { score: null, scoreStatus: 'not submitted' },
      { score: null, scoreStatus: 'submitted' },
      { score: '3', scoreStatus: 'partially graded' },
    ]);
    const answer = await this.course.instructor.put(resultUrl(item.id, learner), body);
    return answer.status === 409 ? { name: 'graded what is archived' } : this.done(answer, 'graded', learner);
  }

  private async takeQuiz(): Promise<Changed | undefined> {
    const { pick, below } = this.random;
    const [learner, quiz] = [pick(this.learners), pick(this.quizzes)];
    const { status, body } = await learner.post(`/v1/quizzes/${quiz.activityId}/attempts`);
    if (status !== 201) return undefined;
    const right = below(quiz.questionIds.length + 1);
    const answers = Object.fromEntries(quiz.questionIds.map((question, index) => [question, index < right]));
    return this.done(
      await learner.put(`/v1/attempts/${body.id}/submission`, { answers }),
      'took a quiz',
      learner,
    );
  }

  private async sayLate(): Promise<Changed | undefined> {
    const { pick } = this.random;
    const [learner, { id }] = [
      pick(this.learners),
      pick([...this.items, { id: this.quizzes[0]!.lineItemId }]),
    ];
    const body = pick([
      { isWaived: true, reason: 'Ill' },
      { status: 'late', lateSeconds: 90_000, reason: 'Seen' },
      { status: 'missing', reason: 'Not here' },
      { graceTokens: 2, reason: 'Asked for' },
      { reason: 'As it was' },
    ]);
    const answer = await this.course.instructor.put(`${resultUrl(id, learner)}/lateness`, body);
    return answer.status === 200 ? { name: 'said of lateness', of: [learner] } : undefined;
  }

  private async batch(): Promise<Changed> {
    const { pick, below } = this.random;
    const cells = this.learners.map(({ id: userId }) => ({
      ...{ userId, lineItemId: pick(this.items).id as string, score: String(below(7)) },
    }));
    const answer = await this.course.instructor.post(`${this.course.url}/results/batch`, {
      ...{ cells, onRefused: 'good_cells' },
    });
    if (answer.status !== 200) throw new Error(answer.text);
    return { name: 'a batch' };
  }

  private async lift(): Promise<Changed | undefined> {
    const { pick } = this.random;
    const [learner, { lineItemId }] = [pick(this.learners), pick(this.quizzes)];
    const url = resultUrl(lineItemId, learner);
    const { status } = await this.course.instructor.delete(`${url}/override`);
    if (status === 204) return { name: 'lifted an override', of: [learner] };
    return this.done(await this.course.instructor.put(url, { score: '2' }), 'overrode a quiz', learner);
  }

  private async grant(): Promise<Changed | undefined> {
    const { pick, below } = this.random;
    const [learner, { activityId }] = [pick(this.learners), pick(this.quizzes)];
    const dueAt = this.later(below(8) - 2);
    const url = `/v1/quizzes/${activityId}/exceptions/${learner.id}`;
    const { status } = await this.course.instructor.put(url, { dueAt, reason: 'Ill' });
    return status === 200 ? { name: 'granted an exception', of: [learner] } : undefined;
  }

  private async accommodate(): Promise<Changed> {
    const { pick, below } = this.random;
    const learner = pick(this.learners);
    const dto = {
      ...{ daysAdded: 1 + below(4), reason: 'Needed', validFrom: this.later(below(3) - 1) },
      validUntil: pick([null, this.later(4)]),
    };
    expectStatus(await this.approver.post(`/v1/users/${learner.id}/accommodations`, dto), 201);
    return { name: 'an accommodation' };
  }

  private async changeItem(): Promise<Changed | undefined> {
    const { pick, below } = this.random;
    const body = pick([
      { weight: String(1 + below(5)) },
      { isOmitted: below(2) === 0 },
      { isExtraCredit: below(2) === 0 },
      { neverDropped: below(2) === 0 },
      { dueAt: this.later(below(6) - 3) },
      { resultValueMax: '30' },
      { categoryId: pick([null, ...this.categories.map(({ id }) => id as string)]) },
    ]);
    const { status } = await this.course.instructor.patch(`/v1/line-items/${pick(this.items).id}`, body);
    return status === 200 ? { name: `changed an item: ${JSON.stringify(body)}` } : undefined;
  }

  private async archive(): Promise<Changed> {
    const url = `/v1/line-items/${this.random.pick(this.items).id}/archive`;
    const { status } = await this.course.instructor.put(url);
    if (status !== 200 || this.random.below(2) === 0) await this.course.instructor.delete(url);
    return { name: 'archived or restored an item' };
  }

  private async changeRules(): Promise<Changed> {
    const { pick, below } = this.random;
    const weights = pick([
      [null, null],
      ['40', '60'],
      ['25', '25'],
    ]);
    const rules = {
      ...pick([
        { parts: 'categories', aggregation: 'weighted_mean' },
        { parts: 'categories', aggregation: 'median' },
        { parts: 'items', aggregation: 'mean' },
        { parts: 'items', aggregation: 'points' },
      ]),
      missing: pick(['left_out', 'zero']),
      latePolicy: pick([
        null,
        { kind: 'rate', percent: '7', interval: 'day' },
        {
          ...{ kind: 'rate', percent: '9', interval: 'day' },
          graceTokens: { count: 2, hours: 12, mostPerItem: 1 },
        },
      ]),
      categories: this.categories.map(({ id, title }, index) => ({
        ...{ id, title, weight: String(10 + below(40)), aggregation: pick(['points', 'mean', 'highest']) },
        dropLowest: index === 0 ? below(2) : 0,
      })),
      periods: this.periods.map(({ id, title, startDate, endDate }, index) => {
        return { id, title, startDate, endDate, weight: weights[index] };
      }),
    };
    expectStatus(await this.course.instructor.put(`${this.course.url}/grade-rules`, rules), 200);
    return { name: 'changed the rules' };
  }

  private async changeQuiz(): Promise<Changed | undefined> {
    const { pick, below } = this.random;
    const settings = pick([
      { dueAt: this.later(below(5) - 2) },
      { posting: 'by_hand' },
      { posting: 'at_once' },
      { posting: 'at_date', postsAt: this.later(2) },
    ]);
    const { activityId } = pick(this.quizzes);
    const { status } = await this.course.instructor.patch(`/v1/quizzes/${activityId}`, settings);
    return status === 200 ? { name: `changed a quiz: ${JSON.stringify(settings)}` } : undefined;
  }

  private passTime(): Promise<Changed> {
    this.app.clock.advance((1 + this.random.below(60)) * 3_600_000);
    return Promise.resolve({ name: `passed to ${this.app.clock.now().toISOString()}` });
  }

  private later(days: number): string {
    return new Date(this.app.clock.now().getTime() + days * 86_400_000).toISOString();
  }

  private done(answer: Answer, name: string, learner: Caller): Changed {
    if (answer.status !== 200) throw new Error(`${name}: ${answer.text}`);
    return { name, of: [learner] };
  }
}
