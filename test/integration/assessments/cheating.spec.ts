import { toBinary } from '../../../src/shared/database/ids';
import { AnswerLogRepository } from '../../../src/modules/assessments/attempts/answer-log.repository';
import { AttemptsService } from '../../../src/modules/assessments/attempts/attempts.service';
import { type OpenedReceipt, Receipts } from '../../../src/modules/assessments/attempts/receipts';
import { CourseAccess } from '../../../src/modules/courses';
import { Classroom, FIVE_QUESTIONS, RIGHT_RESPONSES } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { alterStore, negativeControl, replaceMethod } from '../../support/negative-control';
import { rewriteStatements } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl('the attempts of others', ['are there for staff'], () => {
  replaceMethod(
    CourseAccess.prototype,
    'course',
    (course) =>
      function (this: CourseAccess, caller, id) {
        return course.call(this, caller, id, 'course.see');
      },
  );
});
negativeControl('the end of answering', ['count nothing that'], () => {
  // The store alone would refuse it, so this takes both guards.
  rewriteStatements(/INSERT INTO answer_entries/, /t\.open_marker = 1 AND t\.paused_at IS NULL/, 'TRUE');
  replaceMethod(
    AnswerLogRepository.prototype,
    'questionTerms',
    (questionTerms) =>
      async function (this: AnswerLogRepository, ...args) {
        const terms = await questionTerms.apply(this, args);
        return terms && { ...terms, endedAt: null, endsAt: null };
      },
  );
});
negativeControl('one open attempt a learner', ['start one attempt'], () => {
  alterStore('ALTER TABLE attempts DROP INDEX uq_attempts_open, DROP INDEX uq_attempts_number');
});
negativeControl('what learners may see', ['hide what an attempt earned'], () => {
  replaceMethod(
    AttemptsService.prototype,
    'view',
    (view) =>
      function (this: AttemptsService, attempt) {
        return view.call(this, attempt, 'staff');
      },
  );
});
negativeControl('the seal of receipts', ['know a forged receipt'], () => {
  replaceMethod(Receipts.prototype, 'open', () => (receipt) => {
    const [keyId = '', payload = ''] = receipt.split('.');
    const text = Buffer.from(payload, 'base64url').toString();
    if (!text.startsWith('["')) return undefined;
    const [, attemptId, at] = JSON.parse(text) as [string, string, number];
    return { keyId, attemptId, at: new Date(at), kind: 'answer', entries: [] } satisfies OpenedReceipt;
  });
});

const NINE = '2026-03-02T09:00:00.000Z';
const TEXT = 4;
const MEGABYTES = 2 ** 20;
/** A quiz that tells what was asked and answered, and nothing else. */
const HIDDEN = ['answers'];
const NOTHING_TOLD = {
  review: {
    during: HIDDEN,
    immediatelyAfter: HIDDEN,
    laterWhileOpen: HIDDEN,
    afterClose: HIDDEN,
  },
};

describe('attempts of people who cheat', () => {
  let app: TestApp;
  let room: Classroom;
  let learner: Caller;
  let attemptId: string;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await Classroom.open(app);
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.set(NINE);
    learner = await room.learner();
    attemptId = (await room.start(learner)).body.id;
  });

  const save = (body: object, question = TEXT): Promise<Answer> =>
    learner.put(`/v1/attempts/${attemptId}/answers/${room.questionIds[question]}`, body);
  const counted = async (question = TEXT): Promise<unknown> =>
    (await learner.get(`/v1/attempts/${attemptId}`)).body.questions[question].response;

  /** Every route about one attempt. */
  const routes = (id: string, caller: Pick<Caller, 'get' | 'put'>): (() => Promise<Answer>)[] => [
    () => caller.get(`/v1/attempts/${id}`),
    () => caller.get(`/v1/attempts/${id}/timeline`),
    () => caller.put(`/v1/attempts/${id}/answers/${room.questionIds[0]}`, { response: 'median' }),
    () => caller.put(`/v1/attempts/${id}/answers`, { answers: [] }),
    () => caller.put(`/v1/attempts/${id}/position`, { position: 2 }),
    () => caller.put(`/v1/attempts/${id}/submission`, {}),
  ];

  it('are there for staff and their learner alone, and for everybody else like attempts that do not exist', async () => {
    const unknown = '01990000-0000-7000-8000-000000000000';
    const elsewhere = await Classroom.open(app);
    const strangers = [
      await room.learner(),
      await elsewhere.learner(),
      elsewhere.instructor,
      await app.person('learner'),
    ];
    for (const stranger of strangers) {
      const [real, missing] = [routes(attemptId, stranger), routes(unknown, stranger)];
      for (const [index, send] of real.entries()) {
        const answer = await send();
        expect(answer).toMatchObject({ status: 404, body: { code: 'assessments.attempt_not_found' } });
        const plain = ({ body }: Answer): object => ({ ...body, instance: undefined, requestId: undefined });
        expect(plain(answer)).toEqual(plain(await missing[index]!()));
      }
    }
    for (const send of routes(attemptId, app.anyone)) expect((await send()).status).toBe(401);
  });

  it('count nothing that is sent after the end, by any route', async () => {
    await save({ response: 'guess' });
    const { body: result } = await room.submit(learner, attemptId);
    const refused = { status: 409, body: { code: 'assessments.attempt_submitted' } };
    const later = { response: 'heliotrope', sequence: 99, writtenAt: '2026-03-02T09:00:00.001Z' };
    for (const body of [{ response: 'heliotrope' }, later, { response: null }])
      expect(await save(body)).toMatchObject(refused);
    const questionId = room.questionIds[TEXT]!;
    const many = { answers: [{ ...later, questionId }] };
    expect((await learner.put(`/v1/attempts/${attemptId}/answers`, many)).body.results).toMatchObject([
      { questionId, status: 'refused', code: 'assessments.attempt_submitted' },
    ]);
    // Said to be written in time: kept, and shown as what it is.
    expect((await save({ ...later, writtenAt: NINE })).body.outcome).toBe('late');
    expect((await room.submit(learner, attemptId, room.byQuestion(RIGHT_RESPONSES))).status).toBe(409);
    expect((await learner.get(`/v1/attempts/${attemptId}`)).body).toEqual(result);
  });

  it('take no answer to a question that is not on the paper', async () => {
    const other = await Classroom.open(app);
    for (const questionId of [other.questionIds[TEXT]!, '01990000-0000-7000-8000-000000000000']) {
      const answer = { response: 'heliotrope', questionId };
      expect(
        await learner.put(`/v1/attempts/${attemptId}/answers/${questionId}`, { response: 'heliotrope' }),
      ).toMatchObject({ status: 404, body: { code: 'assessments.question_not_found' } });
      const many = await learner.put(`/v1/attempts/${attemptId}/answers`, { answers: [answer] });
      expect(many.body.results).toMatchObject([
        { status: 'refused', code: 'assessments.question_not_found' },
      ]);
      expect(await room.submit(learner, attemptId, { [questionId]: 'heliotrope' })).toMatchObject({
        status: 422,
        body: { errors: [{ field: `answers.${questionId}` }] },
      });
    }
    expect((await room.submit(learner, attemptId)).body.score).toBe('0');
  });

  it('keep what was saved when five megabytes are sent in its place', async () => {
    await save({ response: 'guess' });
    const response = 'x'.repeat(5 * MEGABYTES);
    const questionId = room.questionIds[TEXT]!;
    expect((await save({ response })).status).toBe(413);
    const many = { answers: [{ questionId, response }] };
    expect((await learner.put(`/v1/attempts/${attemptId}/answers`, many)).status).toBe(413);
    expect((await room.submit(learner, attemptId, { [questionId]: response })).status).toBe(413);
    expect((await save({ response: 'x'.repeat(65 * 1024) })).body.errors).toMatchObject([
      { field: 'response', rule: 'maxBytes' },
    ]);
    expect(await counted()).toBe('guess');
  });

  it('start one attempt of one that is allowed, however many tabs start and submit at once', async () => {
    const limited = await Classroom.open(app, { settings: { maxAttempts: 1 } });
    const eager = await limited.learner();
    const tab = async (): Promise<number> => {
      const { status, body } = await limited.start(eager);
      if (status === 201) await limited.submit(eager, body.id, limited.byQuestion(RIGHT_RESPONSES));
      return status;
    };
    const statuses = await Promise.all(Array.from({ length: 16 }, tab));
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    const { body } = await eager.get(`/v1/quizzes/${limited.quizId}/attempts`);
    expect(body.data).toHaveLength(1);
    expect((await limited.start(eager)).body.code).toBe('assessments.no_attempts_left');
  });

  it('go by the clock of the server, whatever the clock of the client says', async () => {
    app.clock.advance(60_000);
    for (const [place, writtenAt] of ['1970-01-01T00:00:00.000Z', '2099-12-31T23:59:59.000Z'].entries()) {
      const saved = await save({ response: `at ${writtenAt}`, sequence: 2 - place, writtenAt });
      expect(saved.body.savedAt).toBe('2026-03-02T09:01:00.000Z');
    }
    expect(await counted()).toBe('at 1970-01-01T00:00:00.000Z');
  });

  it('refuse a sequence that says something else now, or is no whole number up to 2 ** 52', async () => {
    const first = await save({ response: 'one', sequence: 3 });
    expect((await save({ response: 'one', sequence: 3 })).body).toEqual(first.body);
    expect((await save({ response: 'other', sequence: 3 })).body.code).toBe('assessments.sequence_taken');
    for (const sequence of [-1, 0, 0.5, 2 ** 52 + 1, 2 ** 53, 1e308, '7', null, [7], {}]) {
      const refused = await save({ response: 'huge', sequence });
      expect([sequence, refused.status]).toEqual([sequence, 422]);
    }
    expect(await counted()).toBe('one');
    expect((await save({ response: 'skipped', sequence: 2 ** 52 })).body.outcome).toBe('counts');
    expect((await save({ response: 'after all' })).body.outcome).toBe('counts');
  });

  it('keep an answer when a stale tab, which never had it, sends null', async () => {
    await save({ response: 'typed', sequence: 8 });
    app.clock.advance(5000);
    expect((await save({ response: null, sequence: 2 })).body.outcome).toBe('replaced');
    expect(await counted()).toBe('typed');
  });

  it('hide what an attempt earned, in all that its learner can read, down to lengths and ETags', async () => {
    const secret = await Classroom.open(app, { settings: NOTHING_TOLD as never });
    const taker = await secret.learner();
    const { body } = await secret.attempt(taker, RIGHT_RESPONSES);
    const urls = [
      `/v1/attempts/${body.id}`,
      `/v1/quizzes/${secret.quizId}`,
      `/v1/quizzes/${secret.quizId}/attempts`,
      `${secret.url}/outline`,
      `${secret.url}/activities`,
      `${secret.url}/grades/me`,
      `${secret.url}/progress/me`,
      ...['/v1/me/enrollments', '/v1/me/progress'],
    ];
    const all = async (): Promise<unknown[]> => {
      const answers: unknown[] = [];
      for (const url of urls) {
        const { status, headers, text } = expectSeen(await taker.get(url));
        const head = await taker.send('HEAD', url);
        answers.push([url, status, headers['etag'], headers['content-length'], text]);
        answers.push([url, head.status, head.headers['etag'], head.headers['content-length']]);
      }
      return answers;
    };
    const before = await all();
    // The marks of somebody who had everything wrong.
    await app.database.run('UPDATE attempts SET score = 0 WHERE id = ?', [toBinary(body.id)]);
    await app.database.run(
      'UPDATE attempt_questions SET points_awarded = 0, correct = 0 WHERE attempt_id = ?',
      [toBinary(body.id)],
    );
    await app.database.run('UPDATE results SET score = 0 WHERE attempt_id = ?', [toBinary(body.id)]);
    expect(await all()).toEqual(before);
    const again = await secret.submit(taker, body.id, secret.byQuestion(RIGHT_RESPONSES));
    expect(again.body).toEqual(body);
  });

  it('keep the questions that they began with, and tell nothing of a key that is corrected meanwhile', async () => {
    const edited = await Classroom.open(app, { settings: NOTHING_TOLD as never });
    const taker = await edited.learner();
    const { body: started } = await edited.start(taker);
    const before = await taker.get(`/v1/attempts/${started.id}`);
    const { definition } = FIVE_QUESTIONS[0]!;
    const question = `/v1/questions/${edited.questionIds[0]}`;
    expectStatus(
      await edited.instructor.patch(question, { definition: { ...definition, key: 'mean' } }),
      200,
    );
    expectStatus(await edited.instructor.patch(question, { prompt: 'Another question?' }), 200);
    const after = await taker.get(`/v1/attempts/${started.id}`);
    expect([after.text, after.headers['etag']]).toEqual([before.text, before.headers['etag']]);
  });

  it('know a forged receipt, whichever bit of it and whichever field was changed', async () => {
    const { receipt } = (await save({ response: 'typed', sequence: 4 })).body as { receipt: string };
    const isGenuine = async (text: string): Promise<boolean> =>
      (await learner.post('/v1/receipts/verification', { receipt: text })).body.isGenuine === true;
    expect(await isGenuine(receipt)).toBe(true);
    const [keyId, payload = '', mac] = receipt.split('.');
    const facts = JSON.parse(Buffer.from(payload, 'base64url').toString()) as unknown[];
    const [kind, attempt, at, entry] = facts as [string, string, number, [string, number, string]];
    const fields = [
      [kind === 'a' ? 's' : 'a', attempt, at, entry],
      [kind, room.quizId, at, entry],
      [kind, attempt, at + 1, entry],
      [kind, attempt, at, [room.questionIds[0], entry[1], entry[2]]],
      [kind, attempt, at, [entry[0], entry[1] + 1, entry[2]]],
      [
        kind,
        attempt,
        at,
        [entry[0], entry[1], entry[2].replace(/./, (first) => (first === 'A' ? 'B' : 'A'))],
      ],
      [kind, attempt, at],
    ].map((changed) => [keyId, Buffer.from(JSON.stringify(changed)).toString('base64url'), mac].join('.'));
    const bits = Array.from(receipt).flatMap((character, place) => {
      const flipped = String.fromCharCode(character.charCodeAt(0) ^ (1 << (place % 6)));
      return [receipt.slice(0, place) + flipped + receipt.slice(place + 1)];
    });
    const believed: string[] = [];
    for (const forged of [...fields, ...bits]) if (await isGenuine(forged)) believed.push(forged);
    expect(believed).toEqual([]);
  });
});

function expectSeen(answer: Answer): Answer {
  expect(answer.status).toBe(200);
  return answer;
}
