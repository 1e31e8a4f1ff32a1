import { FIVE_QUESTIONS } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { essay } from '../../support/marking-room';
import { negativeControl } from '../../support/negative-control';
import { RegradeRoom } from '../../support/regrade-room';
import { rewriteStatements } from '../../support/statements';
import { TestApp } from '../../support/test-app';

negativeControl('the lock on regraded attempts', ['loses no mark'], () => {
  rewriteStatements(/FROM attempts t FORCE INDEX \(ix_attempts_in_progress\)/, /FOR UPDATE/, '');
});

const LEARNERS = 24;
const ROUNDS = 4;
const OPTIONS = [
  { id: 'mean', text: 'The mean' },
  { id: 'median', text: 'The median' },
];

describe('a regrade while others work', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('loses no mark that is given meanwhile, and leaves no attempt that is submitted meanwhile to the old key', async () => {
    const room = await RegradeRoom.open(app, { questions: [FIVE_QUESTIONS[0]!, essay('4')] });
    const { instructor } = room.room;
    const done = await room.handIn(...Array.from({ length: LEARNERS }, () => ['mean', 'Large values.']));
    const url = `${room.room.url}/marking-queue?limit=100`;
    const scripts = expectStatus(await instructor.get(url), 200).data as { id: string }[];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const key = round % 2 === 1 ? 'mean' : 'median';
      const open = await Promise.all(
        Array.from({ length: 6 }, async () => {
          const learner = await room.room.learner();
          return { learner, attemptId: expectStatus(await room.room.start(learner), 201).id as string };
        }),
      );
      expectStatus(await room.correct(0, { definition: { options: OPTIONS, key } }), 200);
      const [regrade] = await Promise.all([
        room.regrade(),
        ...scripts.map(async ({ id }) => {
          const mark = { kind: 'given', points: String(round % 4) };
          expectStatus(await instructor.put(`/v1/scripts/${id}/mark`, mark), 200);
        }),
        ...open.map(async ({ learner, attemptId }) => {
          const answers = room.room.byQuestion(['mean', null]);
          expectStatus(await room.room.submit(learner, attemptId, answers), 200);
        }),
      ]);
      expect(regrade).toMatchObject({ status: 'succeeded' });
      const right = key === 'mean' ? 2 : 0;
      for (const { learner, attemptId } of done) {
        expect(await room.score(attemptId)).toEqual([String(right + (round % 4)), '6']);
        expect((await room.result(learner)).score).toBe(String(right + (round % 4)));
      }
      for (const { learner } of open) expect((await room.result(learner)).score).toBe(String(right));
    }
  });
});
