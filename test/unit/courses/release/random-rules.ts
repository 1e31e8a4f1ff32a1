import fc from 'fast-check';
import type { LearnerFacts, ResultFact } from '../../../../src/modules/courses/release/learner-facts';
import type { RuledCourse } from '../../../../src/modules/courses/release/prepared-course';
import type { StoredRule } from '../../../../src/modules/courses/release/release-rule';
import { Rational } from '../../../../src/shared/decimals/rational';

/** Three sections with two activities each, of which the second and the third may be parts of the one before. */
export const ACTIVITIES = ['a0', 'a1', 'a2', 'a3', 'a4', 'a5'];
export const LINE_ITEM = 'l0';
export const LEARNER = 'u0';
const ZONES = ['UTC', 'Europe/Berlin', 'America/St_Johns'];
/** Clocks in Berlin and St. John's are set in these days. */
const STARTS = ['2026-03-05', '2026-03-27', '2026-10-23', '2028-02-28'];
const HOUR = 3_600_000;

const instant = fc.integer({ min: 0, max: 30 }).map((days) => ({
  at: new Date(Date.UTC(2026, 2, 1) + days * 24 * HOUR).toISOString(),
}));
const daysLater = fc.record({
  daysAfterStart: fc.integer({ min: 0, max: 4 }),
  time: fc.constantFrom('00:00', '01:30', '02:30', '17:30', '23:59'),
});
const moment = fc.oneof(instant, daysLater);
const activityId = fc.constantFrom(...ACTIVITIES, 'gone');

const condition = fc.oneof(
  fc
    .record({ from: fc.option(moment), until: fc.option(moment) })
    .filter(({ from, until }) => from !== null || until !== null)
    .map((ends) => ({ kind: 'date', ...ends })),
  fc.record({
    kind: fc.constant('completion'),
    activityId,
    state: fc.constantFrom('complete', 'incomplete', 'passed', 'failed'),
  }),
  fc
    .record({
      kind: fc.constant('score'),
      target: fc.oneof(
        activityId.map((id) => ({ activityId: id, lineItemId: null })),
        fc.constantFrom(LINE_ITEM, 'gone').map((id) => ({ activityId: null, lineItemId: id })),
      ),
      range: fc.constantFrom(
        { min: '50', max: null },
        { min: null, max: '50' },
        { min: '33.3333', max: '66.6667' },
        { min: '0', max: null },
      ),
    })
    .map(({ kind, target, range }) => ({ kind, ...target, ...range })),
  fc.record({
    kind: fc.constant('person'),
    userIds: fc.constantFrom([], [LEARNER], ['u1'], ['u1', LEARNER]),
  }),
  fc.constant({ kind: 'guild' }),
);

const { tree } = fc.letrec<{ tree: StoredRule; group: StoredRule }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4, depthSize: 'small' }, shownOrNot(condition), tie('group')),
  group: fc.oneof(
    shownOrNot(
      fc.record({
        kind: fc.constantFrom('all', 'any'),
        of: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
      }),
    ),
    shownOrNot(
      fc.record({
        kind: fc.constant('at_least'),
        count: fc.integer({ min: 1, max: 4 }),
        of: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
      }),
    ),
    shownOrNot(fc.record({ kind: fc.constant('not'), rule: tie('tree') })),
  ),
}));

export const anyRule: fc.Arbitrary<StoredRule> = tree;

function shownOrNot(part: fc.Arbitrary<object>): fc.Arbitrary<StoredRule> {
  return fc
    .tuple(part, fc.constantFrom(undefined, undefined, true, false))
    .map(([rule, shown]) => ({ ...rule, ...(shown === undefined ? {} : { shown }) }) as StoredRule);
}

const result: fc.Arbitrary<ResultFact> = fc.record({
  percent: fc.option(
    fc
      .constantFrom([0, 1], [1, 3], [1, 2], [2, 3], [1, 1], [6, 5])
      .map(([of, all]) => Rational.of(of).times(100).over(all)),
  ),
  hasPassed: fc.option(fc.boolean()),
  isExcused: fc.constantFrom(false, false, false, true),
});

export const anyFacts: fc.Arbitrary<LearnerFacts> = fc.record({
  userId: fc.constant(LEARNER),
  completed: fc.subarray(ACTIVITIES).map((ids) => new Map(ids.map((id) => [id, new Date(0)]))),
  results: fc
    .array(fc.tuple(fc.constantFrom(...ACTIVITIES, LINE_ITEM), result), { maxLength: 6 })
    .map((entries) => new Map(entries)),
  startDay: fc.option(fc.constantFrom(...STARTS)),
  ofKinds: fc.constant(new Map<string, unknown>()),
});

/** Within the instants that rules are about, some of them at the very instant. */
export const anyInstant = fc.oneof(
  fc.integer({ min: 0, max: 31 * 24 }).map((hours) => Date.UTC(2026, 2, 1) + hours * HOUR),
  fc
    .constantFrom(...STARTS)
    .chain((day) => fc.integer({ min: 0, max: 5 * 24 }).map((hours) => Date.parse(day) + hours * HOUR)),
);

export function anyCourse(rule: fc.Arbitrary<StoredRule> = anyRule): fc.Arbitrary<RuledCourse> {
  const release = fc.option(rule);
  const section = (id: string, ids: string[]) =>
    fc.record({
      ...{ id: fc.constant(id), title: fc.constant(`Section ${id}`), isSequential: fc.boolean(), release },
      activities: fc
        .tuple(...ids.map(() => release))
        .map((releases) =>
          ids.map((own, at) => ({ id: own, title: `Activity ${own}`, release: releases[at]! })),
        ),
    });
  return fc
    .record({
      timeZone: fc.constantFrom(...ZONES),
      sections: fc.tuple(
        section('s0', ACTIVITIES.slice(0, 2)),
        section('s1', ACTIVITIES.slice(2, 4)),
        section('s2', ACTIVITIES.slice(4)),
      ),
      isPart: fc.tuple(fc.boolean(), fc.boolean()),
    })
    .map(({ timeZone, sections: [first, second, third], isPart: [isSecond, isThird] }) => ({
      timeZone,
      sections: [
        first,
        { ...second, parentId: isSecond ? 's0' : null },
        { ...third, parentId: isThird ? (isSecond ? 's0' : 's1') : null },
      ],
    }));
}
