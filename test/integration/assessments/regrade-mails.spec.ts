import { FIVE_QUESTIONS } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { mailFolder, receiveMail } from '../../support/mailbox';
import { RegradeRoom } from '../../support/regrade-room';
import { type Caller, TestApp } from '../../support/test-app';

const { definition } = FIVE_QUESTIONS[0]!;
const MEAN = { definition: { ...definition, key: 'mean' } };
const POINTS_OF_QUIZ = /\b3\.5\b|\b2\b/;

describe('the mails about a corrected score', () => {
  const folder = mailFolder();
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(folder.environment);
  });
  afterAll(async () => {
    await app.stop();
    folder.remove();
  });
  beforeEach(() => receiveMail(app));

  const addressOf = async (person: Caller): Promise<string> =>
    expectStatus(await person.get('/v1/me'), 200).email;

  it('go to those whose score changed, without the score, also when it is taken back, and to nobody for a dry run', async () => {
    const room = await RegradeRoom.open(app);
    const [loser, winner] = await room.handIn(['median', null], ['mean', null], [null, 'heliotrope']);
    expectStatus(await room.correct(0, MEAN), 200);
    await room.regrade({ policy: 'recompute', dryRun: true });
    expect(await receiveMail(app)).toEqual([]);
    const { id } = await room.regrade();
    const mails = await receiveMail(app);
    expect(mails.map(({ to }) => to).toSorted()).toEqual(
      [await addressOf(loser!.learner), await addressOf(winner!.learner)].toSorted(),
    );
    for (const { subject, text } of mails) {
      expect(subject).toBe('Your score in Quiz 1 was corrected');
      expect(text).toContain('were graded again');
      expect(text).not.toMatch(POINTS_OF_QUIZ);
    }
    const reversal = await room.reverse(id);
    const back = await receiveMail(app);
    expect(back.map(({ to }) => to).toSorted()).toEqual(mails.map(({ to }) => to).toSorted());
    for (const { text } of back) {
      expect(text).toContain('was changed, and your answers were graded again');
      expect(text).not.toMatch(POINTS_OF_QUIZ);
    }
    // Taking that back is another change of their score.
    await room.reverse(reversal.id);
    expect(await receiveMail(app)).toHaveLength(2);
  });

  it('go to nobody where the regrade says so, or learners may not see their score', async () => {
    const quiet = await RegradeRoom.open(app);
    await quiet.handIn(['mean', null]);
    expectStatus(await quiet.correct(0, MEAN), 200);
    const { id } = await quiet.regrade({ policy: 'recompute', tellLearners: false });
    const reversal = await quiet.reverse(id);
    expect(reversal.summary).toMatchObject([{ changed: 1 }]);
    await quiet.reverse(reversal.id);
    const hidden = await RegradeRoom.open(app, { settings: { posting: 'by_hand' } });
    await hidden.handIn(['mean', null]);
    expectStatus(await hidden.correct(0, MEAN), 200);
    const hiddenOne = await hidden.regrade();
    expect(hiddenOne.summary).toMatchObject([{ changed: 1 }]);
    await hidden.reverse(hiddenOne.id);
    expect(await receiveMail(app)).toEqual([]);
  });
});
