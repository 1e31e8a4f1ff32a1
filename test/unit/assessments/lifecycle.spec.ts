import {
  type AttemptState,
  ENDLESS,
  type Ends,
  endsNow,
  endsOf,
  handedInBefore,
  isInterrupted,
  isPaused,
  NEW_CLOCK,
  standingOf,
} from '../../../src/modules/assessments/attempts/lifecycle';
import {
  resolvedEnds,
  resolvedNow,
  withClock,
} from '../../../src/modules/assessments/attempts/open-attempts-ends';
import type { OpenAttempt } from '../../../src/modules/assessments/attempts/open-attempts-ends.repository';
import {
  type OpenAttemptStep,
  standingOfOpen,
  stepped,
} from '../../../src/modules/assessments/invigilation/open-attempt-steps';
import { seededRandom } from '../seeded-random';

const START = Date.parse('2026-03-10T12:00:00Z');
const at = (seconds: number): Date => new Date(START + seconds * 1000);
const LONGEST = 60;

type AtEnd = 'submit' | 'grace' | 'abandon';
interface Case {
  limit: number | null;
  close: number | null;
  atEnd: AtEnd;
  grace: number;
  hardClose: boolean;
  /** What staff do, in order: of a second in that of the list. Extensions are of so many minutes. */
  does: { second: number; step: OpenAttemptStep }[];
  handsInAt: number | null;
  /** When the learner leaves the course. */
  leavesAt: number | null;
}

/** What is observed in each second. */
interface Observed {
  state: AttemptState;
  isPaused: boolean;
  reason: string | null;
  endedAt: number | null;
}

/** Lives through the attempt second by second with counters, as a person with two stopwatches would. */
function lived({ limit, close, atEnd, grace, hardClose, does, handsInAt, leavesAt }: Case): Observed[] {
  const seconds: Observed[] = [];
  let [worked, rested, extended] = [0, 0, 0];
  let isStopped = false;
  let leftAt = Infinity;
  let isOver: Observed | undefined;
  let timeUp: { second: number; reason: string } | undefined;
  for (let second = 0; second < LONGEST; second += 1) {
    const look = (): void => {
      const limitAt = limit === null || isStopped ? Infinity : second - worked + limit + extended;
      const isMoving = isStopped && !hardClose;
      const closesAt = close === null || isMoving ? Infinity : close + (hardClose ? 0 : rested + extended);
      if (!timeUp && Math.min(limitAt, closesAt) <= second)
        timeUp =
          limitAt <= closesAt
            ? { second: limitAt, reason: 'time_limit' }
            : { second: closesAt, reason: 'close' };
      if (isOver || !timeUp) return;
      const { second: end, reason } = timeUp;
      const last = Math.min(end + (atEnd === 'grace' ? grace : 0), leftAt);
      const over = { isPaused: false, endedAt: end };
      if (atEnd === 'submit') isOver = { ...over, state: 'submitted', reason };
      else if (second >= last) isOver = { ...over, state: 'abandoned', reason: 'abandoned', endedAt: last };
    };
    look();
    // What had run out by then had run out. Nobody waits for somebody who has left, neither in a pause nor in a grace.
    if (second === leavesAt) {
      leftAt = second;
      timeUp ??= { second, reason: 'withdrawn' };
      look();
    }
    for (const { step } of does.filter((each) => each.second === second)) {
      if (isOver) break;
      if (step.kind === 'extended') {
        extended += step.minutes * 60;
        timeUp = undefined;
        look();
      } else if (!timeUp) isStopped = step.kind === 'paused';
    }
    const rests = isStopped && !timeUp;
    if (!isOver && handsInAt !== null && second >= handsInAt && !rests)
      isOver = { state: 'graded', isPaused: false, reason: 'submitted', endedAt: second };
    seconds.push(
      isOver ?? {
        ...{ state: timeUp ? 'overdue' : 'in_progress', isPaused: rests },
        ...{ reason: null, endedAt: null },
      },
    );
    if (rests) rested += 1;
    else worked += 1;
  }
  return seconds;
}

/** The same by the rules of the application, each second asked by itself. */
function computed({ limit, close, atEnd, grace, hardClose, does, handsInAt, leavesAt }: Case): Observed[] {
  const observed: Observed[] = [];
  let ended: number | undefined;
  let attempt = {
    ...{ id: 'attempt', userId: 'ada', isPreview: false, startedAt: at(0), ...ENDLESS, ...NEW_CLOCK },
    ...{ opensAt: null, dueAt: null, closesAt: close === null ? null : at(close), maxAttempts: null },
    ...{ timeLimitSeconds: limit, hardClose, atEnd, graceSeconds: grace, timeZone: 'UTC', endDate: null },
    inForce: null,
    personal: { accommodations: [], exception: undefined },
  } as unknown as OpenAttempt;
  attempt = { ...attempt, ...resolvedEnds(attempt, at(0)) };
  for (let second = 0; second < LONGEST; second += 1) {
    const now = at(second);
    if (second === leavesAt && ended === undefined) {
      attempt = { ...attempt, endDate: '2026-03-10' };
      attempt = { ...attempt, ...resolvedNow(attempt, now) };
    }
    for (const { step } of ended === undefined ? does.filter((each) => each.second === second) : []) {
      const result = stepped(attempt, step, now);
      if (result.outcome === 'done' && result.clock) attempt = withClock(attempt, result.clock, now);
    }
    const { state, due } = standingOfOpen(attempt, now);
    const rests = due === null && isPaused(attempt, now);
    if (due === null && handsInAt !== null && second >= handsInAt && !rests) ended ??= second;
    observed.push(
      ended === undefined
        ? {
            ...{ state, isPaused: rests, reason: due?.reason ?? null },
            endedAt: due ? (due.at.getTime() - START) / 1000 : null,
          }
        : { state: 'graded', isPaused: false, reason: 'submitted', endedAt: ended },
    );
  }
  return observed;
}

function randomCase({ below, pick }: ReturnType<typeof seededRandom>): Case {
  const upTo = (most: number): number => below(most + 1);
  const maybe = (value: number): number | null => (below(10) < 3 ? null : value);
  const step = (): OpenAttemptStep =>
    pick([{ kind: 'paused' }, { kind: 'resumed' }, { kind: 'extended', minutes: upTo(7) / 60 }] as const);
  const does = Array.from({ length: upTo(6) }, () => ({ second: 1 + upTo(35), step: step() }));
  const leavesAt = pick([true, false, false]) ? 1 + upTo(30) : null;
  return {
    limit: maybe(1 + upTo(20)),
    close: maybe(1 + upTo(25)),
    atEnd: pick(['submit', 'grace', 'abandon'] as const),
    grace: upTo(6),
    hardClose: pick([true, false]),
    // Staff do nothing more with the attempt of somebody who has left.
    does: does
      .filter(({ second }) => leavesAt === null || second < leavesAt)
      .sort((one, other) => one.second - other.second),
    handsInAt: maybe(upTo(40)),
    leavesAt,
  };
}

describe('the life of an attempt', () => {
  it('goes in each second as somebody with two stopwatches sees it, for thousands of random attempts', () => {
    const random = seededRandom(20_261_129);
    for (let index = 0; index < 3000; index += 1) {
      const attempt = randomCase(random);
      expect({ attempt, seen: computed(attempt) }).toEqual({ attempt, seen: lived(attempt) });
    }
  });

  it('says when it changes next: nothing is different in the instant before, and something is at it', () => {
    const ends: Ends = { endsAt: at(10), handInBy: at(15), endsBecause: 'time_limit' };
    const open = { ...ends, endedAt: null, endReason: null, isGraded: false };
    const states = [at(0), new Date(+at(10) - 1), at(10), new Date(+at(15) - 1), at(15)].map((now) =>
      standingOf(open, { atEnd: 'grace' }, now),
    );
    expect(states.map(({ state }) => state)).toEqual([
      ...['in_progress', 'in_progress', 'overdue', 'overdue', 'abandoned'],
    ]);
    expect(states.map(({ changesAt }) => changesAt)).toEqual([at(10), at(10), at(15), at(15), null]);
  });

  it.each([
    ['where its learner leaves before', { leaving: 5 }, [5, 5, 'withdrawn']],
    ['where its learner leaves at the end', { leaving: 10 }, [10, 10, 'time_limit']],
    ['where its learner leaves in the grace', { leaving: 12 }, [10, 12, 'time_limit']],
    ['where its learner leaves after the grace', { leaving: 16 }, [10, 15, 'time_limit']],
    ['in a pause, where its learner leaves in it', { leaving: 12, pausedAt: 3 }, [12, 12, 'withdrawn']],
  ] as const)('ends %s', (_where, { leaving, ...clock }, [end, handIn, endsBecause]) => {
    const ends = endsOf({
      startedAt: at(0),
      terms: { timeLimitSeconds: { base: 10, effective: 10, origin: 'quiz' }, endsBy: null },
      rules: { atEnd: 'grace', graceSeconds: 5, hardClose: false },
      ...NEW_CLOCK,
      ...('pausedAt' in clock ? { pausedAt: at(clock.pausedAt) } : {}),
      enrolledUntil: at(leaving),
    });
    expect(ends).toEqual({ endsAt: at(end), handInBy: at(handIn), endsBecause });
  });

  const endedBy = (cause: 'withdrawn' | 'archived' | 'staff') => {
    const ends = endsNow({ endsAt: at(10), handInBy: at(15), endsBecause: 'time_limit' }, at(3), cause);
    return { ...ends, endedAt: null, endReason: null, isGraded: false };
  };

  it.each(['withdrawn', 'archived'] as const)(
    'goes by what the quiz does at the end of its time, without grace, when it is %s',
    (cause) => {
      const submission = { by: 'submission', at: at(3), reason: cause };
      expect(standingOf(endedBy(cause), { atEnd: 'submit' }, at(4))).toEqual({
        ...{ state: 'submitted', due: submission, changesAt: null },
      });
      const abandonment = { by: 'abandonment', at: at(3), reason: 'abandoned' };
      for (const atEnd of ['grace', 'abandon'] as const)
        expect(standingOf(endedBy(cause), { atEnd }, at(3))).toEqual({
          ...{ state: 'abandoned', due: abandonment, changesAt: null },
        });
    },
  );

  it('is submitted, without grace, when staff end it, whatever the quiz does at the end of its time', () => {
    for (const atEnd of ['submit', 'grace', 'abandon'] as const)
      expect(standingOf(endedBy('staff'), { atEnd }, at(4))).toMatchObject({
        due: { by: 'submission', at: at(3), reason: 'staff' },
      });
  });

  it('was interrupted where its learner left before its time was up, and they had not handed it in', () => {
    const left = endedBy('withdrawn');
    expect(isInterrupted(left, at(2))).toBe(false);
    expect(isInterrupted(left, at(3))).toBe(true);
    expect(isInterrupted({ ...left, endReason: 'abandoned' }, at(3))).toBe(true);
    expect(isInterrupted({ ...left, endReason: 'submitted' }, at(9))).toBe(false);
    expect(isInterrupted({ ...left, endsBecause: 'close' }, at(9))).toBe(false);
    expect(isInterrupted(endedBy('staff'), at(9))).toBe(false);
  });

  it('has no grace left when its learner leaves in it, or its course is archived', () => {
    const ends: Ends = { endsAt: at(10), handInBy: at(15), endsBecause: 'close' };
    expect(endsNow(ends, at(12), 'archived')).toEqual({ ...ends, handInBy: at(12) });
    expect(handedInBefore(ends, at(12))).toEqual({ ...ends, handInBy: at(12) });
    expect(handedInBefore(ends, at(16))).toEqual(ends);
    expect(handedInBefore(ends, null)).toEqual(ends);
  });

  it('counts a grace from the end that it gets, where the end by its rules has passed', () => {
    const facts = {
      ...{ startedAt: at(0), ...NEW_CLOCK, enrolledUntil: null },
      terms: { timeLimitSeconds: { base: 10, effective: 10, origin: 'quiz' as const }, endsBy: null },
      rules: { atEnd: 'grace' as const, graceSeconds: 5, hardClose: false },
    };
    expect(endsOf(facts, at(12))).toMatchObject({ endsAt: at(12), handInBy: at(17) });
    expect(endsOf(facts, at(8))).toMatchObject({ endsAt: at(10), handInBy: at(15) });
    expect(endsOf({ ...facts, enrolledUntil: at(14) }, at(12))).toMatchObject({ handInBy: at(14) });
  });

  it('is not ended again by what happens after its time has run out', () => {
    const ends: Ends = { endsAt: at(10), handInBy: at(15), endsBecause: 'close' };
    expect(endsNow(ends, at(20), 'withdrawn')).toEqual(ends);
    expect(endsNow(ENDLESS, at(10), 'withdrawn')).toEqual({
      ...{ endsAt: at(10), handInBy: at(10), endsBecause: 'withdrawn' },
    });
  });
});
