import { ApplicationProcess } from '../../support/application-process';
import { type Caller, TestApp } from '../../support/test-app';
import { Classroom, RIGHT_RESPONSES } from '../../support/classroom';
import { negativeControl } from '../../support/negative-control';

negativeControl('the commit before the answer', ['loses no acknowledged answer'], () => {
  ApplicationProcess.preloads.push('preloads/early-commits.ts');
});

const LEARNERS = 200;
const AT_ONCE = 16;
/** The process is killed when this many submissions have been acknowledged. */
const KILLED_AFTER = 70;

interface Taker {
  learner: Caller;
  attemptId: string;
  /** What the server said it had stored, by question. */
  acknowledged: Record<string, unknown>;
  /** The score of an acknowledged submission. */
  score?: string;
}

describe('killing the application in the middle of 200 submissions', () => {
  let app: TestApp;
  let room: Classroom;
  let takers: Taker[];
  const processes: ApplicationProcess[] = [];

  beforeAll(async () => {
    app = await TestApp.start();
    room = await Classroom.open(app);
    takers = [];
    for (let number = 0; number < LEARNERS; number += 1) {
      const learner = await room.learner();
      takers.push({ learner, attemptId: (await room.start(learner)).body.id, acknowledged: {} });
    }
  }, 120_000);
  afterAll(async () => {
    await Promise.all(processes.map((process) => process.end('SIGKILL')));
    await app.stop();
  });

  it('loses no acknowledged answer, and grades nothing twice', async () => {
    const first = await startProcess();
    let submitted = 0;
    await eachAtOnce(takers, async (taker) => {
      for (const question of [0, 3]) {
        const questionId = room.questionIds[question]!;
        const saved = await put(first, taker, `answers/${questionId}`, {
          response: RIGHT_RESPONSES[question],
        });
        if (saved?.status !== 200) return;
        taker.acknowledged[questionId] = RIGHT_RESPONSES[question];
      }
      const submission = await put(first, taker, 'submission', {});
      if (submission?.status !== 200) return;
      taker.score = submission.body.score;
      submitted += 1;
      if (submitted === KILLED_AFTER) await first.end('SIGKILL');
    });
    expect(submitted).toBeGreaterThanOrEqual(KILLED_AFTER);
    expect(submitted).toBeLessThan(LEARNERS);

    // Every acknowledged answer and score is there.
    for (const { learner, attemptId, acknowledged, score } of takers) {
      const attempt = (await learner.get(`/v1/attempts/${attemptId}`)).body;
      const stored = Object.fromEntries(
        attempt.questions.map((question: { id: string; response: unknown }) => [
          question.id,
          question.response,
        ]),
      );
      expect(stored).toMatchObject(acknowledged);
      if (score !== undefined) expect(attempt).toMatchObject({ status: 'submitted', score });
    }

    // Everybody sends the same again, as a front end would: those who were graded get their result, the others are graded.
    const second = await startProcess();
    await eachAtOnce(takers, async (taker) => {
      const retried = await put(second, taker, 'submission', {});
      expect(retried?.status).toBe(200);
      if (taker.score !== undefined) expect(retried?.body.score).toBe(taker.score);
    });

    const [counts] = await app.database.rows<Record<string, number>>(
      `SELECT (SELECT COUNT(*) FROM attempts WHERE submitted_at IS NOT NULL) AS attempts,
              (SELECT COUNT(*) FROM results) AS results,
              (SELECT COUNT(*) FROM result_changes) AS changesOfAGrade,
              (SELECT COUNT(*) FROM activity_completions) AS completions,
              (SELECT COUNT(*) FROM results r JOIN attempts a ON a.id = r.attempt_id WHERE r.score = a.score) AS agreeing`,
    );
    expect(counts).toEqual({
      attempts: LEARNERS,
      results: LEARNERS,
      changesOfAGrade: 0,
      completions: LEARNERS,
      agreeing: LEARNERS,
    });
  }, 120_000);

  async function startProcess(): Promise<ApplicationProcess> {
    const process = await ApplicationProcess.start(app.target);
    processes.push(process);
    return process;
  }
});

/** Work for each item, a bounded number at once. */
async function eachAtOnce<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
    }),
  );
}

function put(process: ApplicationProcess, taker: Taker, what: string, body: unknown) {
  return request(process, taker.learner, 'PUT', `/v1/attempts/${taker.attemptId}/${what}`, body);
}

/** Undefined when no answer came: the process was gone. */
async function request(
  process: ApplicationProcess,
  caller: Caller,
  method: string,
  path: string,
  body?: unknown,
) {
  try {
    const response = await fetch(`${process.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${caller.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as { score: string } };
  } catch {
    return undefined;
  }
}
