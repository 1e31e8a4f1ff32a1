import fc from 'fast-check';
import { OpenAttemptsEnds } from '../../../../src/modules/assessments/attempts/open-attempts-ends';
import { negativeControl, replaceMethod } from '../../../support/negative-control';
import { type Caller, TestApp } from '../../../support/test-app';
import { compareAll, LEARNERS, sequences } from './commands';
import { QUESTIONS, RealQuiz } from './real-quiz';
import { type Happening, HAPPENINGS, SlowModel } from './slow-model';

negativeControl('that open attempts follow the rules', ['attempts in any sequence'], () => {
  replaceMethod(OpenAttemptsEnds.prototype, 'resolve', () => () => Promise.resolve());
});

/** MODEL_SEQUENCES=3000 runs thousands; MODEL_SEED repeats a run. */
const SEQUENCES = Number(process.env['MODEL_SEQUENCES'] ?? 60);
const SEED = Number(process.env['MODEL_SEED'] ?? 20_260_310);
/** A slow machine runs fewer of them, and never none. */
const MOST_MILLISECONDS = SEQUENCES <= 60 ? 110_000 : 3_600_000;

describe('attempts in any sequence of what people do', () => {
  let app: TestApp;
  let approver: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    approver = await app.person('administrator');
  });
  afterAll(() => app.stop());

  it(
    'attempts in any sequence of what people do stand as a model says that knows nothing of the application',
    async () => {
      const happened = new Set<Happening>();
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(sequences, async (steps) => {
          app.clock.set('2026-03-10T12:00:00.000Z');
          const quiz = await RealQuiz.open(app, approver, LEARNERS);
          const real = { quiz, clock: app.clock };
          const model = new SlowModel(app.clock.now().getTime(), QUESTIONS, LEARNERS);
          await fc.asyncModelRun(() => ({ model, real }), steps);
          await compareAll(model, real);
          for (const each of model.happened) happened.add(each);
          runs += 1;
        }),
        {
          ...{ numRuns: SEQUENCES, seed: SEED, endOnFailure: 'NEGATIVE_CONTROL' in process.env, verbose: 1 },
          ...{ interruptAfterTimeLimit: MOST_MILLISECONDS, markInterruptAsFailure: false },
        },
      );
      // A long run that does not meet all of it has tried less than it says. On a slow machine it may be cut short.
      if (runs >= 500) expect(HAPPENINGS.filter((each) => !happened.has(each))).toEqual([]);
    },
    MOST_MILLISECONDS * 2 + 60_000,
  );
});
