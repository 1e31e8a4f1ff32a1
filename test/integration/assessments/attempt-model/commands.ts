import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Answer } from '../../../support/test-app';
import type { TestClock } from '../../../support/test-clock';
import { QUESTIONS, type RealQuiz } from './real-quiz';
import type {
  Exception,
  Learner,
  ModelAttempt,
  Needs,
  Policy,
  SentAnswer,
  SlowModel,
  Verdict,
} from './slow-model';

export const LEARNERS = 2;

/** The application with its clock. */
export interface Real {
  quiz: RealQuiz;
  clock: TestClock;
}

type Step = fc.AsyncCommand<SlowModel, Real>;

/** A step of a sequence: what is done to both, and how it is written down. */
class Doing implements Step {
  constructor(
    private readonly words: string,
    private readonly isPossible: (model: SlowModel) => boolean,
    private readonly act: (model: SlowModel, real: Real) => Promise<void>,
  ) {}

  check(model: Readonly<SlowModel>): boolean {
    // Readonly<> drops the private members, so it is no longer the class.
    return this.isPossible(model as SlowModel);
  }

  async run(model: SlowModel, real: Real): Promise<void> {
    await this.act(model, real);
  }

  toString(): string {
    return this.words;
  }
}

/** Throws where an answer is not what the model says. */
function compare(what: string, answer: Answer, verdict: Verdict): void {
  const { code } = (answer.body ?? {}) as { code?: string };
  const isAsTold = verdict.ok
    ? answer.status < 300
    : answer.status < 500 && verdict.codes.includes(code ?? '');
  if (!isAsTold)
    throw new Error(
      `${what} was answered ${answer.status} ${code ?? ''}, and the model says ${JSON.stringify(verdict)}`,
    );
}

function latest(learner: Learner | undefined): ModelAttempt | undefined {
  return learner?.attempts.at(-1);
}

/** Compares everything that is shown of the learners' attempts with the model. */
export async function compareAll(model: SlowModel, { quiz }: Real): Promise<void> {
  for (const [place, learner] of model.learners.entries()) {
    const count = await quiz.count(place);
    if (count !== learner.attempts.length)
      throw new Error(`Learner ${place} has ${count} attempts, not ${learner.attempts.length}`);
    for (const attempt of learner.attempts) {
      const seen = await quiz.see(place, attempt, learner.isEnrolled);
      const right = {
        number: attempt.number,
        isOpen: attempt.end === null,
        isAbandoned: attempt.end?.how === 'abandoned',
        score: attempt.end?.score ?? null,
        answers: model.answersOf(attempt),
      };
      if (!isDeepStrictEqual(seen, right))
        throw new Error(
          `Attempt ${attempt.number} of learner ${place} reads ${JSON.stringify(seen)}, not ${JSON.stringify(right)}`,
        );
    }
    const grade = await quiz.grade(place);
    if (grade !== model.gradeOf(learner))
      throw new Error(`The grade of learner ${place} is ${grade}, not ${model.gradeOf(learner)}`);
  }
}

/** Nobody has an open attempt. */
function isQuiet(model: SlowModel): boolean {
  return model.learners.every((each) => model.openAttempt(each) === undefined);
}

const learner = fc.nat({ max: LEARNERS - 1 });
const seconds = fc.constantFrom(1, 29, 30, 60, 61, 600, 3600, 86_400);
const response = fc.constantFrom('right', 'wrong', 'other', null);
const answer: fc.Arbitrary<SentAnswer> = fc.record(
  { question: fc.nat({ max: QUESTIONS - 1 }), response, sequence: fc.integer({ min: 1, max: 9 }) },
  { requiredKeys: ['question', 'response'] },
);
/** One for each question at most. */
const answers = fc.uniqueArray(answer, { selector: ({ question }) => question, maxLength: QUESTIONS });
/** MODEL_ENDS=0 leaves out what ends attempts by itself: time limits and the close. */
const hasEnds = process.env['MODEL_ENDS'] !== '0';
const orNone = (some: fc.Arbitrary<number>): fc.Arbitrary<number | null> =>
  hasEnds ? fc.option(some, { nil: null }) : fc.constant(null);
const limit = orNone(fc.constantFrom(60, 90, 600));
const most = fc.option(fc.integer({ min: 1, max: 3 }), { nil: null });
const closing = orNone(fc.constantFrom(60, 600, 86_400));
const policy = fc.record({
  opening: fc.option(fc.constantFrom(-60, 30), { nil: null }),
  ...{ closing, limit, most },
  hardClose: fc.boolean(),
  atEnd: fc.constantFrom('submit' as const, 'grace' as const, 'abandon' as const),
});
const needs: fc.Arbitrary<Needs> = fc.record({
  halfTimes: fc.constantFrom(2, 3, 4),
  minutesAdded: fc.constantFrom(0, 1),
  extraAttempts: fc.constantFrom(0, 1),
  daysAdded: fc.constantFrom(0, 1),
});
const exception = fc.record(
  { closing, timeLimitSeconds: limit, maxAttempts: most },
  { requiredKeys: ['maxAttempts'] },
);

const at = (model: SlowModel, afterSeconds: number | null): number | null =>
  afterSeconds === null ? null : model.now + afterSeconds * 1000;

const starting = learner.map(
  (place): Step =>
    new Doing(
      `learner ${place} starts`,
      () => true,
      async (model, { quiz }) => {
        const verdict = model.start(model.learners[place]!);
        compare(`the start of learner ${place}`, await quiz.start(place), verdict);
      },
    ),
);

const saving = fc.tuple(learner, answer).map(
  ([place, sent]): Step =>
    new Doing(
      `learner ${place} saves ${JSON.stringify(sent)}`,
      (model) => latest(model.learners[place]) !== undefined,
      async (model, { quiz }) => {
        const who = model.learners[place]!;
        const attempt = latest(who)!;
        const verdict = model.save(who, attempt, sent);
        compare(`the save of learner ${place}`, await quiz.save(place, attempt, sent), verdict);
      },
    ),
);

const savingMany = fc.tuple(learner, answers).map(
  ([place, sent]): Step =>
    new Doing(
      `learner ${place} saves at once ${JSON.stringify(sent)}`,
      (model) => latest(model.learners[place]) !== undefined,
      async (model, { quiz }) => {
        const who = model.learners[place]!;
        const attempt = latest(who)!;
        const told = await quiz.saveAll(place, attempt, sent);
        if (!who.isEnrolled)
          return compare(`the answers of learner ${place}`, told, {
            ok: false,
            codes: ['courses.not_enrolled', 'courses.learners_only'],
          });
        const { results = [] } = told.body as { results?: { status: string; code?: string }[] };
        for (const [index, each] of sent.entries()) {
          const { status, code } = results[index] ?? { status: 'missing' };
          const outcome = { ...told, status: status === 'saved' ? 200 : 409, body: { code } };
          compare(`answer ${index + 1} of learner ${place}`, outcome, model.save(who, attempt, each));
        }
      },
    ),
);

const submitting = fc.tuple(learner, answers).map(
  ([place, sent]): Step =>
    new Doing(
      `learner ${place} submits ${JSON.stringify(sent)}`,
      // Once only: what a second submission with other answers is told has tests of its own.
      (model) => {
        const attempt = latest(model.learners[place]);
        return attempt !== undefined && (attempt.end === null || sent.length === 0);
      },
      async (model, { quiz }) => {
        const who = model.learners[place]!;
        const attempt = latest(who)!;
        const unnumbered = sent.map(({ question, response: given }) => ({ question, response: given }));
        const verdict = model.submit(who, attempt, unnumbered);
        compare(`the submission of learner ${place}`, await quiz.submit(place, attempt, sent), verdict);
      },
    ),
);

const waiting = seconds.map(
  (many): Step =>
    new Doing(
      `${many} s pass`,
      () => true,
      async (model, { clock }) => {
        clock.advance(many * 1000);
        model.advance(many * 1000);
        return Promise.resolve();
      },
    ),
);

const changing = policy.map(
  ({ opening, closing: closes, limit: timeLimitSeconds, most: maxAttempts, hardClose, atEnd }): Step =>
    new Doing(
      `the quiz changes to ${JSON.stringify({ opening, closes, timeLimitSeconds, maxAttempts, hardClose, atEnd })}`,
      isQuiet,
      async (model, { quiz }) => {
        const changed: Policy = {
          ...{ opensAt: at(model, opening), closesAt: at(model, closes) },
          ...{ timeLimitSeconds, maxAttempts, hardClose, atEnd },
          graceSeconds: atEnd === 'grace' ? 30 : null,
        };
        await quiz.change(changed);
        model.change(() => (model.policy = changed));
      },
    ),
);

const accommodating = fc.tuple(learner, fc.option(needs, { nil: null })).map(
  ([place, granted]): Step =>
    new Doing(
      `learner ${place} has ${granted ? `accommodations ${JSON.stringify(granted)}` : 'no accommodations any more'}`,
      (model) =>
        isQuiet(model) &&
        (granted === null
          ? model.learners[place]!.needs.length > 0
          : granted.halfTimes > 2 || granted.minutesAdded + granted.extraAttempts + granted.daysAdded > 0),
      async (model, { quiz }) => {
        if (granted) await quiz.accommodate(place, granted);
        else await quiz.takeAccommodationsBack(place);
        const who = model.learners[place]!;
        model.change(() => (who.needs = granted ? [...who.needs, granted] : []));
      },
    ),
);

const excepting = fc.tuple(learner, fc.option(exception, { nil: null })).map(
  ([place, granted]): Step =>
    new Doing(
      `learner ${place} has ${granted ? `the exception ${JSON.stringify(granted)}` : 'no exception any more'}`,
      // An exception may close no quiz before it opens.
      (model) => {
        const { opensAt } = model.policy;
        return (
          isQuiet(model) &&
          (granted === null
            ? model.learners[place]!.exception !== undefined
            : opensAt === null || opensAt <= model.now)
        );
      },
      async (model, { quiz }) => {
        const who = model.learners[place]!;
        if (granted === null) await quiz.takeExceptionBack(place);
        const { closing: closes, ...rest } = granted ?? {};
        const changed: Exception = {
          ...rest,
          ...(closes === undefined ? {} : { closesAt: at(model, closes) }),
        };
        if (granted) await quiz.except(place, changed);
        model.change(() => (who.exception = granted ? changed : undefined));
      },
    ),
);

const leaving = learner.map(
  (place): Step =>
    new Doing(
      `learner ${place} is withdrawn or enrolled again`,
      (model) => model.openAttempt(model.learners[place]!) === undefined,
      async (model, { quiz }) => {
        const who = model.learners[place]!;
        if (who.isEnrolled) {
          await quiz.withdraw(place);
          model.withdraw(who);
        } else {
          await quiz.enrollAgain(place);
          who.isEnrolled = true;
        }
      },
    ),
);

const looking: fc.Arbitrary<Step> = fc.constant(new Doing('everybody looks', () => true, compareAll));

/** Sequences of steps, of which those that learners do come most often. */
export const sequences = fc.commands(
  [
    ...[starting, starting, saving, saving, saving, savingMany, submitting, waiting, waiting],
    ...[changing, accommodating, excepting, leaving, looking],
  ],
  { maxCommands: 25 },
);
