import { DateTime } from 'luxon';
import {
  type Accommodated,
  attemptEnd,
  effectiveTerms,
  type GrantedException,
  type QuizPolicy,
  type TermFacts,
} from '../../../src/modules/assessments/exceptions/effective-terms';
import { seededRandom } from '../seeded-random';

const utc = (text: string): Date => new Date(`${text}Z`);
const MINUTE = 60_000;

const POLICY: QuizPolicy = {
  opensAt: utc('2026-03-02T08:00:00'),
  dueAt: utc('2026-03-20T16:00:00'),
  closesAt: utc('2026-03-21T16:00:00'),
  timeLimitSeconds: 3600,
  maxAttempts: 2,
  hardClose: false,
  timeZone: 'UTC',
};
const NEEDS: Accommodated = {
  timeFactor: '1',
  minutesAdded: 0,
  extraAttempts: 0,
  daysAdded: 0,
  restBreakMinutes: 0,
  validFrom: utc('2026-01-01T00:00:00'),
  validUntil: null,
};
const NOW = utc('2026-03-10T12:00:00');

const resolve = (
  policy: Partial<QuizPolicy>,
  needs: Partial<Accommodated>[],
  exception?: Partial<GrantedException>,
  { since = NOW, at = NOW }: { since?: Date; at?: Date } = {},
): ReturnType<typeof effectiveTerms> =>
  effectiveTerms({
    policy: { ...POLICY, ...policy },
    accommodations: needs.map((each) => ({ ...NEEDS, ...each })),
    exception: exception && { passwordWaived: false, ...exception },
    ...{ since, at },
  });

describe('the terms of a quiz for one person', () => {
  it('are those of everybody for a person without accommodation and exception', () => {
    const terms = resolve({}, []);
    for (const term of ['opensAt', 'dueAt', 'closesAt', 'timeLimitSeconds', 'maxAttempts'] as const)
      expect(terms[term]).toEqual({ base: POLICY[term], effective: POLICY[term], origin: 'quiz' });
    expect(terms).toMatchObject({ endsBy: POLICY.closesAt, cutBy: null, passwordWaived: false });
    expect(terms.nextChangeAt).toEqual(POLICY.dueAt);
  });

  // Each row: what is from where, and what comes out. The sources are named where a system of the field does the same.
  it.each([
    // OpenOLAT and Canvas lengthen the limit; ucfopen/quiz-extensions#30 is about the close that stays.
    ['a factor lengthens the limit', {}, [{ timeFactor: '1.5' }], undefined, { limit: 5400, ends: 30 }],
    [
      'a part of a second is rounded up',
      { timeLimitSeconds: 61 },
      [{ timeFactor: '1.33' }],
      undefined,
      { limit: 82 },
    ],
    [
      'what is a whole number stays it',
      { timeLimitSeconds: 100 },
      [{ timeFactor: '1.1' }],
      undefined,
      { limit: 110 },
    ],
    ['minutes come after the factor', {}, [{ timeFactor: '2', minutesAdded: 5 }], undefined, { limit: 7500 }],
    [
      'without a limit, time adds nothing',
      { timeLimitSeconds: null },
      [{ timeFactor: '3' }],
      undefined,
      { limit: null, ends: 0 },
    ],
    // Moodle's mod/quiz/lib.php takes of several overrides the most generous, field by field.
    [
      'of two, the best of each field',
      {},
      [
        { timeFactor: '2', extraAttempts: 1 },
        { timeFactor: '1.5', extraAttempts: 3 },
      ],
      undefined,
      { limit: 7200, attempts: 5 },
    ],
    [
      'no limit of attempts stays none',
      { maxAttempts: null },
      [{ extraAttempts: 3 }],
      undefined,
      { attempts: null },
    ],
    // In Moodle a user's override beats that of a group.
    [
      'an exception beats an accommodation',
      {},
      [{ timeFactor: '2', extraAttempts: 9 }],
      { timeLimitSeconds: 4000, maxAttempts: 1 },
      { limit: 4000, attempts: 1 },
    ],
    [
      'an exception of one term leaves the others',
      {},
      [{ timeFactor: '2' }],
      { maxAttempts: 7 },
      { limit: 7200, attempts: 7 },
    ],
    [
      'an exception can lift a limit',
      {},
      [{ timeFactor: '2' }],
      { timeLimitSeconds: null, maxAttempts: null },
      { limit: null, attempts: null, ends: 0 },
    ],
    [
      'one that has ended does not count',
      {},
      [{ timeFactor: '2', validUntil: NOW }],
      undefined,
      { limit: 3600 },
    ],
    [
      'one counts from its first instant',
      {},
      [{ timeFactor: '2', validFrom: NOW }],
      undefined,
      { limit: 7200 },
    ],
    [
      'a hard close ends the extra time',
      { hardClose: true },
      [{ timeFactor: '2' }],
      undefined,
      { limit: 7200, ends: 0, cut: 'hard_close' },
    ],
    [
      'a hard close cuts nothing of who has no more',
      { hardClose: true },
      [],
      undefined,
      { ends: 0, cut: null },
    ],
  ] as [
    string,
    Partial<QuizPolicy>,
    Partial<Accommodated>[],
    Partial<GrantedException> | undefined,
    { limit?: number | null; attempts?: number | null; ends?: number; cut?: string | null },
  ][])('%s', (_name, policy, needs, exception, expected) => {
    const terms = resolve(policy, needs, exception);
    if (expected.limit !== undefined) expect(terms.timeLimitSeconds.effective).toBe(expected.limit);
    if (expected.attempts !== undefined) expect(terms.maxAttempts.effective).toBe(expected.attempts);
    if (expected.ends !== undefined)
      expect((terms.endsBy!.getTime() - POLICY.closesAt!.getTime()) / MINUTE).toBe(expected.ends);
    if (expected.cut !== undefined) expect(terms.cutBy).toBe(expected.cut);
  });

  it.each([
    // Clocks go forward on March 29 at 01:00 UTC: 17:00 stays 17:00.
    ['Europe/Berlin', '2026-03-27T16:00:00', 3, '2026-03-30T15:00:00'],
    // They go back on October 25.
    ['Europe/Berlin', '2026-10-23T15:00:00', 3, '2026-10-26T16:00:00'],
    // 02:30 is skipped on March 29: the first instant after the gap.
    ['Europe/Berlin', '2026-03-28T01:30:00', 1, '2026-03-29T01:00:00'],
    // 02:30 comes twice on October 25: the first of the two.
    ['Europe/Berlin', '2026-10-24T00:30:00', 1, '2026-10-25T00:30:00'],
    // The end of a day stays the end of a day.
    ['Europe/Berlin', '2026-03-28T22:59:59.999', 1, '2026-03-29T21:59:59.999'],
    // December 30, 2011 did not exist in Apia: nor does 12:00 on it.
    ['Pacific/Apia', '2011-12-29T22:00:00', 1, '2011-12-30T10:00:00'],
    ['Australia/Lord_Howe', '2026-04-04T04:00:00', 1, '2026-04-05T04:30:00'],
    ['UTC', '9999-12-31T00:00:00', 5, '9999-12-31T23:59:59.999'],
  ])('in %s, %s and %i days is %s', (timeZone, dueAt, daysAdded, expected) => {
    const { dueAt: due } = resolve({ timeZone, dueAt: utc(dueAt), closesAt: null }, [{ daysAdded }]);
    expect([due.effective, due.origin]).toEqual([utc(expected), 'accommodation']);
  });

  it('days move the close with the due date, unless it is hard; then the due date goes no further than it', () => {
    const soft = resolve({}, [{ daysAdded: 3 }]);
    expect([soft.dueAt.effective, soft.closesAt.effective]).toEqual([
      utc('2026-03-23T16:00:00'),
      utc('2026-03-24T16:00:00'),
    ]);
    const hard = resolve({ hardClose: true }, [{ daysAdded: 3 }]);
    expect(hard).toMatchObject({
      dueAt: { effective: POLICY.closesAt, origin: 'accommodation' },
      closesAt: { effective: POLICY.closesAt, origin: 'quiz' },
      cutBy: 'hard_close',
    });
    const granted = resolve({ hardClose: true }, [{ daysAdded: 3 }], {
      closesAt: utc('2026-04-01T00:00:00'),
    });
    expect(granted).toMatchObject({ closesAt: { origin: 'exception' }, cutBy: null });
    expect(granted.dueAt.effective).toEqual(utc('2026-03-23T16:00:00'));
  });

  it('for an attempt, what was in force in some instant of it counts', () => {
    const [began, ended] = [utc('2026-03-10T11:00:00'), utc('2026-03-10T11:30:00')];
    const during = { since: began, at: NOW };
    const limit = (needs: Partial<Accommodated>, when = during): number | null =>
      resolve({}, [{ timeFactor: '2', ...needs }], undefined, when).timeLimitSeconds.effective;
    expect(limit({ validUntil: ended })).toBe(7200);
    expect(limit({ validFrom: ended })).toBe(7200);
    expect(limit({ validUntil: began })).toBe(3600);
    expect(limit({ validUntil: ended }, { since: NOW, at: NOW })).toBe(3600);
  });

  it('an attempt ends by its limit or by the close, whichever comes first, and its rests are credited', () => {
    const terms = resolve({}, [{ timeFactor: '1.5' }]);
    const early = utc('2026-03-20T12:00:00');
    expect(attemptEnd(terms, early)).toEqual({ at: utc('2026-03-20T13:30:00'), because: 'time_limit' });
    expect(attemptEnd(terms, early, 600)).toEqual({ at: utc('2026-03-20T13:40:00'), because: 'time_limit' });
    // Begun a minute before the close: the extra time is there, and no more than that.
    expect(attemptEnd(terms, utc('2026-03-21T15:59:00'))).toEqual({
      at: utc('2026-03-21T16:30:00'),
      because: 'close',
    });
    const open = resolve({ closesAt: null, timeLimitSeconds: null }, []);
    expect(attemptEnd(open, early)).toBeNull();
  });
});

describe('the terms of a quiz for one person, in random cases', () => {
  const random = seededRandom(12);
  const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];

  /** Around the days on which clocks are set. */
  const anyInstant = (): Date => {
    const day = random.pick([
      '2026-03-07',
      '2026-03-28',
      '2026-04-04',
      '2026-10-03',
      '2026-10-24',
      '2026-10-31',
    ]);
    const shift = random.below(7 * 24 * 60) - 3 * 24 * 60;
    return new Date(new Date(`${day}T00:00:00Z`).getTime() + shift * MINUTE);
  };
  const orNull = <T>(value: T): T | null => (random.below(4) === 0 ? null : value);
  const anyFacts = (): TermFacts => {
    const at = anyInstant();
    return {
      policy: {
        ...{ opensAt: orNull(anyInstant()), dueAt: orNull(anyInstant()), closesAt: orNull(anyInstant()) },
        timeLimitSeconds: orNull(1 + random.below(10_000)),
        maxAttempts: orNull(1 + random.below(5)),
        hardClose: random.below(3) === 0,
        timeZone: random.pick(ZONES),
      },
      accommodations: Array.from({ length: random.below(4) }, () => ({
        timeFactor: random.pick(['1', '1.25', '1.33', '1.5', '2', '10']),
        minutesAdded: random.pick([0, 0, 15]),
        extraAttempts: random.below(3),
        daysAdded: random.pick([0, 0, 1, 2, 7]),
        restBreakMinutes: random.below(30),
        validFrom: anyInstant(),
        validUntil: orNull(anyInstant()),
      })),
      exception:
        random.below(2) === 0
          ? undefined
          : {
              passwordWaived: random.below(2) === 0,
              ...(random.below(3) === 0 && { opensAt: orNull(anyInstant()) }),
              ...(random.below(3) === 0 && { dueAt: orNull(anyInstant()) }),
              ...(random.below(3) === 0 && { closesAt: orNull(anyInstant()) }),
              ...(random.below(3) === 0 && { timeLimitSeconds: orNull(1 + random.below(9000)) }),
              ...(random.below(3) === 0 && { maxAttempts: orNull(1 + random.below(9)) }),
            },
      since: random.below(2) === 0 ? at : new Date(at.getTime() - random.below(5000) * MINUTE),
      at,
    };
  };

  /** A day later in the calendar, minute by minute: looks for the local time among all minutes around it. */
  function slowlyLater(instant: Date, days: number, zone: string): Date {
    if (days === 0) return instant;
    const local = DateTime.fromJSDate(instant, { zone });
    const wanted = local.toFormat('HH:mm');
    const day = DateTime.fromISO(local.toISODate()!, { zone: 'utc' }).plus({ days }).toISODate();
    const before: Date[] = [];
    const shown = `${day} ${wanted}`;
    for (let minute = (days * 24 - 4) * 60; minute <= (days * 24 + 4) * 60; minute += 1) {
      const candidate = new Date(instant.getTime() + minute * MINUTE);
      const text = DateTime.fromJSDate(candidate, { zone }).toFormat('yyyy-MM-dd HH:mm');
      if (text === shown) return candidate;
      if (text > shown) before.push(candidate);
    }
    return before[0]!;
  }

  /** The rules once more, slowly and by themselves. */
  function slowly({ policy, accommodations, exception, since, at }: TermFacts): Record<string, unknown> {
    const counting = accommodations.filter(({ validFrom, validUntil }) => {
      const [from, until] = [validFrom.getTime(), validUntil?.getTime() ?? Infinity];
      return from <= at.getTime() && since.getTime() < until;
    });
    const best = (value: (each: Accommodated) => number, least: number): number =>
      counting.reduce((most, each) => (value(each) > most ? value(each) : most), least);
    const days = best((each) => each.daysAdded, 0);
    const hundredths = best(({ timeFactor }) => Math.round(Number(timeFactor) * 100), 100);
    const move = (date: Date | null): Date | null => date && slowlyLater(date, days, policy.timeZone);
    const chosen = (name: string, otherwise: unknown): unknown =>
      exception && name in exception ? exception[name as keyof GrantedException] : otherwise;
    const closesAt = chosen(
      'closesAt',
      policy.hardClose ? policy.closesAt : move(policy.closesAt),
    ) as Date | null;
    const limit = policy.timeLimitSeconds;
    const own =
      limit === null
        ? null
        : Math.floor((limit * hundredths + 99) / 100) + 60 * best((each) => each.minutesAdded, 0);
    const timeLimitSeconds = chosen('timeLimitSeconds', own) as number | null;
    const more =
      limit !== null && timeLimitSeconds !== null && timeLimitSeconds > limit ? timeLimitSeconds - limit : 0;
    const due = chosen('dueAt', move(policy.dueAt)) as Date | null;
    return {
      opensAt: chosen('opensAt', policy.opensAt),
      dueAt: due && closesAt && due.getTime() > closesAt.getTime() ? closesAt : due,
      closesAt,
      timeLimitSeconds,
      maxAttempts: chosen(
        'maxAttempts',
        policy.maxAttempts === null ? null : policy.maxAttempts + best((each) => each.extraAttempts, 0),
      ),
      endsBy: closesAt && new Date(closesAt.getTime() + (policy.hardClose ? 0 : more * 1000)),
      passwordWaived: exception !== undefined && exception.passwordWaived,
      restBreakMinutes: best((each) => each.restBreakMinutes, 0),
    };
  }

  const valuesOf = (terms: ReturnType<typeof effectiveTerms>): Record<string, unknown> => ({
    opensAt: terms.opensAt.effective,
    dueAt: terms.dueAt.effective,
    closesAt: terms.closesAt.effective,
    timeLimitSeconds: terms.timeLimitSeconds.effective,
    maxAttempts: terms.maxAttempts.effective,
    endsBy: terms.endsBy,
    passwordWaived: terms.passwordWaived,
    restBreakMinutes: terms.restBreakMinutes,
  });

  it('agree with a slow computation of each value, across the days on which clocks are set', () => {
    for (let round = 0; round < 3000; round += 1) {
      const facts = anyFacts();
      expect({ facts, values: valuesOf(effectiveTerms(facts)) }).toEqual({ facts, values: slowly(facts) });
    }
  });

  it('stay as they are before the instant of the next change', () => {
    for (let round = 0; round < 2000; round += 1) {
      const facts = anyFacts();
      const isReading = facts.since >= facts.at;
      const terms = effectiveTerms(facts);
      const end = terms.nextChangeAt?.getTime() ?? facts.at.getTime() + 60 * 24 * 60 * MINUTE;
      for (const share of [0.01, 0.5, 0.99]) {
        const at = new Date(facts.at.getTime() + (end - facts.at.getTime()) * share);
        const later = effectiveTerms({ ...facts, at, since: isReading ? at : facts.since });
        expect({ facts, values: valuesOf(later) }).toEqual({ facts, values: valuesOf(terms) });
        for (const name of ['opensAt', 'dueAt', 'closesAt'] as const) {
          const instant = terms[name].effective;
          if (instant) expect(at >= instant).toBe(facts.at >= instant);
        }
      }
    }
  });

  it('an accommodation never takes anything away, and every value names the rule that it is from', () => {
    for (let round = 0; round < 2000; round += 1) {
      const facts = anyFacts();
      const [terms, plain] = [effectiveTerms(facts), effectiveTerms({ ...facts, accommodations: [] })];
      for (const name of ['timeLimitSeconds', 'maxAttempts', 'closesAt', 'dueAt'] as const) {
        const [mine, theirs] = [terms[name].effective, plain[name].effective];
        expect((mine === null) === (theirs === null)).toBe(true);
        if (mine !== null && theirs !== null) expect(mine >= theirs).toBe(true);
        const named = facts.exception !== undefined && name in facts.exception;
        if (named) expect(terms[name].origin).toBe('exception');
        else if (name !== 'dueAt' && terms[name].origin === 'quiz')
          expect(terms[name].effective).toEqual(terms[name].base);
      }
    }
  });
});
