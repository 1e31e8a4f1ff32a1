import {
  type AttemptState,
  ENDLESS,
  type Ends,
  endsNow,
  endsOf,
  standingOf,
} from '../../../src/modules/assessments/attempts/lifecycle';
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
  /** Half-open spans of seconds in which the clock of the attempt stands, in order. */
  pauses: [from: number, to: number][];
  handsInAt: number | null;
}

/** What is observed in each second. */
interface Observed {
  state: AttemptState;
  reason: string | null;
  endedAt: number | null;
}

/** Lives through the attempt second by second with counters, as a person with two stopwatches would. */
function lived({ limit, close, atEnd, grace, hardClose, pauses, handsInAt }: Case): Observed[] {
  const seconds: Observed[] = [];
  let worked = 0;
  let rested = 0;
  let isOver: Observed | undefined;
  let timeUp: { second: number; reason: string } | undefined;
  for (let second = 0; second < LONGEST; second += 1) {
    // In the second in which somebody wants to pause it, it may have ended.
    const isInPause = pauses.some(([from, to]) => second > from && second < to);
    if (!isOver && !timeUp && !isInPause) {
      const isLimited = limit !== null && worked >= limit;
      const closesAt = close === null ? Infinity : close + (hardClose ? 0 : rested);
      // A hard close may have passed during a pause: it has ended the attempt then, not at the end of the pause.
      if (second >= closesAt && (!isLimited || closesAt < second))
        timeUp = { second: closesAt, reason: 'close' };
      else if (isLimited) timeUp = { second, reason: 'time_limit' };
    }
    const rests = !timeUp && pauses.some(([from, to]) => second >= from && second < to);
    if (!isOver && timeUp) {
      const { second: end, reason } = timeUp;
      const last = end + (atEnd === 'grace' ? grace : 0);
      if (atEnd === 'submit') isOver = { state: 'submitted', reason, endedAt: end };
      else if (second >= last) isOver = { state: 'abandoned', reason: 'abandoned', endedAt: last };
    }
    if (!isOver && handsInAt !== null && second >= handsInAt && !rests)
      isOver = { state: 'graded', reason: 'submitted', endedAt: second };
    seconds.push(isOver ?? { state: timeUp ? 'overdue' : 'in_progress', reason: null, endedAt: null });
    if (rests) rested += 1;
    else worked += 1;
  }
  return seconds;
}

/** The same by the rules of the application, each second asked by itself. */
function computed({ limit, close, atEnd, grace, hardClose, pauses, handsInAt }: Case): Observed[] {
  const terms = {
    timeLimitSeconds: { base: limit, effective: limit, origin: 'quiz' as const },
    endsBy: close === null ? null : at(close),
  };
  const observed: Observed[] = [];
  let ended: { at: number; by: 'submitted' } | undefined;
  for (let second = 0; second < LONGEST; second += 1) {
    // Nobody can pause what has ended, so later pauses do not count.
    let restedSeconds = 0;
    let pausedAt: Date | null = null;
    for (const [from, to] of pauses) {
      const before = endsOf({
        ...{ startedAt: at(0), terms, restedSeconds, pausedAt: null },
        rules: { atEnd, graceSeconds: grace, hardClose },
      });
      if (second < from || (before.endsAt !== null && before.endsAt <= at(from))) break;
      if (second < to) pausedAt = at(from);
      else restedSeconds += to - from;
    }
    const ends = endsOf({
      ...{ startedAt: at(0), terms, restedSeconds, pausedAt },
      rules: { atEnd, graceSeconds: grace, hardClose },
    });
    const stored = {
      ...ends,
      endedAt: ended ? at(ended.at) : null,
      endReason: ended ? ended.by : null,
      isGraded: ended !== undefined,
    };
    const standing = standingOf(stored, { atEnd }, at(second));
    const isOpen = standing.state === 'in_progress' || standing.state === 'overdue';
    if (!ended && isOpen && handsInAt !== null && second >= handsInAt && pausedAt === null) {
      ended = { at: second, by: 'submitted' };
      observed.push({ state: 'graded', reason: 'submitted', endedAt: second });
      continue;
    }
    observed.push({
      state: standing.state,
      reason: standing.due?.reason ?? (ended ? ended.by : null),
      endedAt: standing.due ? (standing.due.at.getTime() - START) / 1000 : (ended?.at ?? null),
    });
  }
  return observed;
}

function randomCase({ below, pick }: ReturnType<typeof seededRandom>): Case {
  const upTo = (most: number): number => below(most + 1);
  const maybe = (value: number): number | null => (below(10) < 3 ? null : value);
  const cuts = Array.from({ length: 2 * upTo(2) }, () => 1 + upTo(30)).sort((one, other) => one - other);
  const pauses: [number, number][] = [];
  for (let index = 0; index < cuts.length; index += 2) pauses.push([cuts[index] ?? 0, cuts[index + 1] ?? 0]);
  return {
    limit: maybe(1 + upTo(20)),
    close: maybe(1 + upTo(25)),
    atEnd: pick(['submit', 'grace', 'abandon'] as const),
    grace: upTo(6),
    hardClose: pick([true, false]),
    pauses,
    handsInAt: maybe(upTo(40)),
  };
}

describe('the life of an attempt', () => {
  it('goes in each second as somebody with two stopwatches sees it, for thousands of random attempts', () => {
    const random = seededRandom(20_261_129);
    for (let index = 0; index < 1500; index += 1) {
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

  it.each(['withdrawn', 'archived', 'staff'] as const)(
    'is submitted, without grace, when %s ends it, whatever the quiz does at the end of its time',
    (cause) => {
      const ends = endsNow({ endsAt: at(10), handInBy: at(15), endsBecause: 'time_limit' }, at(3), cause);
      const open = { ...ends, endedAt: null, endReason: null, isGraded: false };
      for (const atEnd of ['submit', 'grace', 'abandon'] as const)
        expect(standingOf(open, { atEnd }, at(4))).toEqual({
          ...{ state: 'submitted', due: { by: 'submission', at: at(3), reason: cause }, changesAt: null },
        });
    },
  );

  it('is not ended again by what happens after its time has run out', () => {
    const ends: Ends = { endsAt: at(10), handInBy: at(15), endsBecause: 'close' };
    expect(endsNow(ends, at(10), 'withdrawn')).toEqual(ends);
    expect(endsNow(ENDLESS, at(10), 'withdrawn')).toEqual({
      ...{ endsAt: at(10), handInBy: at(10), endsBecause: 'withdrawn' },
    });
  });
});
