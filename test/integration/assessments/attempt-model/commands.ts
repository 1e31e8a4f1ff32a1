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
  const isRefused = answer.status < 500 && (verdict.ok === true ? [] : verdict.codes).includes(code ?? '');
  const isAsTold = verdict.ok === false ? isRefused : answer.status < 300 || isRefused;
  if (!isAsTold)
    throw new Error(
      `${what} was answered ${answer.status} ${code ?? ''}, and the model says ${JSON.stringify(verdict)}`,
    );
}

function latest(learner: Learner | undefined): ModelAttempt | undefined {
  return learner?.attempts.findLast(({ isDeleted }) => !isDeleted);
}

/** Compares everything that is shown of the learners' attempts with the model. */
export async function compareAll(model: SlowModel, { quiz }: Real): Promise<void> {
  for (const [place, learner] of model.learners.entries()) {
    const count = await quiz.count(place);
    const attempts = learner.attempts.filter(({ isDeleted }) => !isDeleted);
    if (count !== attempts.length)
      throw new Error(`Learner ${place} has ${count} attempts, not ${attempts.length}`);
    for (const attempt of attempts) {
      const seen = await quiz.see(place, attempt);
      const right = {
        number: attempt.number,
        isOpen: attempt.end === null,
        isAbandoned: attempt.end?.how === 'abandoned',
        score: attempt.end?.score ?? null,
        answers: model.answersOf(attempt),
        rules: model.rulesOf(attempt),
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

const learner = fc.nat({ max: LEARNERS - 1 });
const seconds = fc.constantFrom(1, 10, 29, 30, 30, 60, 61, 300, 600, 3600, 86_400);
const response = fc.constantFrom('right', 'wrong', 'other', null);
const answer: fc.Arbitrary<SentAnswer> = fc.record(
  { question: fc.nat({ max: QUESTIONS - 1 }), response, sequence: fc.integer({ min: 1, max: 5 }) },
  { requiredKeys: ['question', 'response'] },
);
/** One for each question at most. */
const answers = fc.uniqueArray(answer, { selector: ({ question }) => question, maxLength: QUESTIONS });
/** MODEL_ENDS=0 leaves out what ends attempts by itself: time limits and the close. */
const hasEnds = process.env['MODEL_ENDS'] !== '0';
const orNone = (some: fc.Arbitrary<number>): fc.Arbitrary<number | null> =>
  hasEnds ? fc.option(some, { nil: null }) : fc.constant(null);
const limit = orNone(fc.constantFrom(60, 90, 600));
const most = fc.constantFrom(null, null, 1, 2, 3);
const closing = orNone(fc.constantFrom(60, 600, 86_400));
const policy = fc.record({
  opening: fc.constantFrom(null, null, null, -60, 30),
  ...{ closing, limit, most },
  hardClose: fc.boolean(),
  atEnd: fc.constantFrom('submit' as const, 'grace' as const, 'grace' as const, 'abandon' as const),
  offlineAnswers: fc.constantFrom('not_counted' as const, 'counted' as const),
  navigation: fc.constantFrom('free' as const, 'sequential' as const),
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
        const codes = model.gate(who, attempt);
        if (codes.length > 0) return compare(`the answers of learner ${place}`, told, { ok: false, codes });
        const { results = [] } = told.body as { results?: { status: string; code?: string }[] };
        for (const [index, each] of sent.entries()) {
          const { status, code } = results[index] ?? { status: 'missing' };
          const outcome = { ...told, status: status === 'saved' ? 200 : 409, body: { code } };
          compare(`answer ${index + 1} of learner ${place}`, outcome, model.save(who, attempt, each, true));
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

const goingOn = fc.tuple(learner, fc.integer({ min: 1, max: QUESTIONS + 1 })).map(
  ([place, position]): Step =>
    new Doing(
      `learner ${place} goes on to question ${position}`,
      (model) => latest(model.learners[place]) !== undefined,
      async (model, { quiz }) => {
        const who = model.learners[place]!;
        const attempt = latest(who)!;
        const verdict = model.goTo(who, attempt, position);
        compare(`learner ${place}, who goes on,`, await quiz.goTo(place, attempt, position), verdict);
      },
    ),
);

/** Sequences that no other answer has. */
let offline = 100;
const savingLater = fc.tuple(learner, answer, seconds).map(
  ([place, { question, response: given }, secondsAgo]): Step =>
    new Doing(
      `learner ${place} delivers ${JSON.stringify({ question, given })}, written ${secondsAgo} s ago`,
      (model) => {
        const who = model.learners[place]!;
        const isMember = who.isEnrolled && !model.isArchived && model.policy.navigation === 'free';
        return isMember && latest(who) !== undefined && latest(who)!.end !== null;
      },
      async (model, { quiz, clock }) => {
        const who = model.learners[place]!;
        const attempt = latest(who)!;
        const sent = { question, response: given, sequence: (offline += 1) };
        const writtenAt = new Date(clock.now().getTime() - secondsAgo * 1000).toISOString();
        const told = await quiz.save(place, attempt, { ...sent, writtenAt });
        compare(`what learner ${place} delivers`, told, model.saveLater(who, attempt, sent, secondsAgo));
      },
    ),
);

/** Something that staff do, which the model has no reason to refuse. */
function ofStaff(
  words: string,
  isPossible: (model: SlowModel) => boolean,
  act: (model: SlowModel, quiz: RealQuiz) => Promise<void>,
): Step {
  return new Doing(
    words,
    (model) => !model.isArchived && isPossible(model),
    (model, { quiz }) => act(model, quiz),
  );
}

const changing = policy.map(
  ({ opening, closing: closes, limit: timeLimitSeconds, most: maxAttempts, ...rest }) =>
    ofStaff(
      `the quiz changes to ${JSON.stringify({ opening, closes, timeLimitSeconds, maxAttempts, ...rest })}`,
      () => true,
      async (model, quiz) => {
        const changed: Policy = {
          ...{ opensAt: at(model, opening), closesAt: at(model, closes) },
          ...{ timeLimitSeconds, maxAttempts, ...rest },
          graceSeconds: rest.atEnd === 'grace' ? 600 : null,
        };
        if (model.learners.some((each) => model.openAttempt(each))) model.happened.add('other rules at work');
        await quiz.change(changed);
        model.change(() => (model.policy = changed));
      },
    ),
);

const accommodating = fc.tuple(learner, fc.option(needs, { nil: null })).map(([place, granted]) =>
  ofStaff(
    `learner ${place} has ${granted ? `accommodations ${JSON.stringify(granted)}` : 'no accommodations any more'}`,
    (model) =>
      granted === null
        ? model.learners[place]!.needs.some(({ until }) => until === Infinity)
        : granted.halfTimes > 2 || granted.minutesAdded + granted.extraAttempts + granted.daysAdded > 0,
    async (model, quiz) => {
      if (model.openAttempt(model.learners[place]!)) model.happened.add('other needs at work');
      if (granted) await quiz.accommodate(place, granted);
      else await quiz.takeAccommodationsBack(place);
      const who = model.learners[place]!;
      model.change(() => {
        if (granted) who.needs.push({ ...granted, until: Infinity });
        else model.endNeeds(who);
      });
    },
  ),
);

const excepting = fc.tuple(learner, fc.option(exception, { nil: null })).map(([place, granted]) =>
  ofStaff(
    `learner ${place} has ${granted ? `the exception ${JSON.stringify(granted)}` : 'no exception any more'}`,
    // An exception may close no quiz before it opens.
    (model) => {
      const { opensAt } = model.policy;
      return granted === null
        ? model.learners[place]!.exception !== undefined
        : opensAt === null || opensAt <= model.now;
    },
    async (model, quiz) => {
      const who = model.learners[place]!;
      if (model.openAttempt(who)) model.happened.add('other terms at work');
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

const leaving = learner.map((place) =>
  ofStaff(
    `learner ${place} is withdrawn or enrolled again`,
    () => true,
    async (model, quiz) => {
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

const archiving = fc.constantFrom(true, false, false, false).map((is): Step => {
  const words = is ? 'the course is archived' : 'the course is taken out of the archive';
  return new Doing(
    words,
    (model) => model.isArchived !== is,
    async (model, { quiz }) => {
      await quiz.archive(is);
      if (is) model.archive();
      else model.isArchived = false;
    },
  );
});

/** Of one learner, or of all. */
const some = fc.option(learner, { nil: null });
const of = (model: SlowModel, place: number | null): Learner[] =>
  place === null ? model.learners : [model.learners[place]!];
const named = (place: number | null): string => (place === null ? 'all' : `learner ${place}`);
const hasOpen = (place: number | null) => (model: SlowModel) =>
  of(model, place).some((each) => model.openAttempt(each) !== undefined);

const pausing = some.map((place) =>
  ofStaff(`staff pause ${named(place)}`, hasOpen(place), async (model, quiz) => {
    await quiz.invigilate('pause', openOf(model, place), {});
    for (const each of of(model, place)) model.pause(each);
  }),
);
const resuming = some.map((place) =>
  ofStaff(`staff let ${named(place)} go on`, hasOpen(place), async (model, quiz) => {
    await quiz.invigilate('resumption', openOf(model, place), {});
    for (const each of of(model, place)) model.resume(each);
  }),
);
const extending = fc.tuple(some, fc.constantFrom(1, 10)).map(([place, minutes]) =>
  ofStaff(`staff give ${named(place)} ${minutes} min more`, hasOpen(place), async (model, quiz) => {
    await quiz.invigilate('extension', openOf(model, place), { minutes });
    for (const each of of(model, place)) model.extend(each, minutes);
  }),
);

/** Null: all that are open. */
function openOf(model: SlowModel, place: number | null): { place: number; attempt: ModelAttempt } | null {
  return place === null ? null : { place, attempt: model.openAttempt(model.learners[place]!)! };
}

/** What a learner sends in a pause, and once more when the attempt goes on: rare where each step is left to chance. */
const sendingAgain = fc
  .tuple(learner, answer, fc.integer({ min: 6, max: 40 }))
  .map(([place, sent, sequence]) =>
    ofStaff(
      `learner ${place} saves ${JSON.stringify({ ...sent, sequence })} in a pause, and again after it`,
      hasOpen(place),
      async (model, quiz) => {
        const who = model.learners[place]!;
        const attempt = model.openAttempt(who)!;
        const numbered = { ...sent, sequence };
        const save = async (when: string): Promise<void> => {
          const verdict = model.save(who, attempt, numbered);
          compare(
            `the save of learner ${place} ${when} a pause`,
            await quiz.save(place, attempt, numbered),
            verdict,
          );
        };
        await quiz.invigilate('pause', { place, attempt }, {});
        model.pause(who);
        await save('in');
        await quiz.invigilate('resumption', { place, attempt }, {});
        model.resume(who);
        await save('after');
      },
    ),
  );

/** One of the attempts of a learner that are not deleted. */
const oneAttempt = fc.tuple(learner, fc.nat({ max: 2 }));
function chosen(model: SlowModel, [place, index]: [number, number]): ModelAttempt | undefined {
  return model.learners[place]!.attempts.filter(({ isDeleted }) => !isDeleted)[index];
}

const submittingFor = oneAttempt.map((which) =>
  ofStaff(
    `staff submit attempt ${which[1]} of learner ${which[0]}`,
    (model) => chosen(model, which) !== undefined,
    async (model, quiz) => {
      const attempt = chosen(model, which)!;
      const answered = await quiz.correct(which[0], attempt, 'ending', {});
      compare(`the submission for learner ${which[0]}`, answered, { ok: true });
      model.submitFor(attempt);
    },
  ),
);
const reopening = fc
  .tuple(oneAttempt, fc.option(fc.constantFrom(1, 10), { nil: null }))
  .map(([which, minutes]) =>
    ofStaff(
      `staff reopen attempt ${which[1]} of learner ${which[0]}${minutes === null ? '' : ` for ${minutes} min`}`,
      (model) => chosen(model, which) !== undefined,
      async (model, quiz) => {
        const attempt = chosen(model, which)!;
        const answered = await quiz.correct(
          which[0],
          attempt,
          'reopening',
          minutes === null ? {} : { minutes },
        );
        const verdict = model.reopen(model.learners[which[0]]!, attempt, minutes);
        compare(`opening an attempt of learner ${which[0]} again`, answered, verdict);
      },
    ),
  );
const deleting = oneAttempt.map((which) =>
  ofStaff(
    `staff delete attempt ${which[1]} of learner ${which[0]}`,
    (model) => chosen(model, which) !== undefined,
    async (model, quiz) => {
      const attempt = chosen(model, which)!;
      const answered = await quiz.correct(which[0], attempt, 'deletion', {});
      compare(`the deletion of an attempt of learner ${which[0]}`, answered, { ok: true });
      attempt.isDeleted = true;
      model.happened.add('deleted');
    },
  ),
);

const looking: fc.Arbitrary<Step> = fc.constant(new Doing('everybody looks', () => true, compareAll));

/** Sequences of steps, of which those that learners do come most often. */
export const sequences = fc.commands(
  [
    ...[
      starting,
      starting,
      saving,
      saving,
      saving,
      savingMany,
      submitting,
      waiting,
      waiting,
      goingOn,
      goingOn,
    ],
    ...[
      savingLater,
      savingLater,
      waiting,
      starting,
      changing,
      changing,
      accommodating,
      excepting,
      leaving,
      looking,
    ],
    ...[pausing, resuming, resuming, extending, submittingFor, reopening, reopening, deleting],
    ...[archiving, archiving, sendingAgain],
  ],
  // Long ones: much has to happen before an attempt that was abandoned is opened again in a course with other rules.
  { maxCommands: 60, size: 'max' },
);
