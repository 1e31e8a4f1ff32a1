import fc from 'fast-check';
import {
  PreparedCourse,
  type RuledCourse,
  type RuledSection,
} from '../../../../src/modules/courses/release/prepared-course';
import { ruleFaults } from '../../../../src/modules/courses/release/rule-faults';
import type { StoredRule } from '../../../../src/modules/courses/release/release-rule';
import { Rational } from '../../../../src/shared/decimals/rational';
import { inEnglish } from '../../../../src/shared/sentences/say';
import { ACTIVITIES, anyCourse, anyRule } from './random-rules';
import { courseWith, factsOf, KINDS } from './ruled-course';

const rule = (stored: { kind: string } & Record<string, unknown>): StoredRule => stored;
const on = (activityId: string, state = 'complete'): StoredRule =>
  rule({ kind: 'completion', activityId, state });
const scored = (activityId: string, min: string | null = '50', max: string | null = null): StoredRule =>
  rule({ kind: 'score', activityId, lineItemId: null, min, max });
const item = (lineItemId: string): StoredRule =>
  rule({ kind: 'score', activityId: null, lineItemId, min: '50', max: null });
const at = (day: number): object => ({ at: new Date(Date.UTC(2026, 2, day)).toISOString() });
const after = (daysAfterStart: number, time = '00:00'): object => ({ daysAfterStart, time });
const dated = (from: object | null, until: object | null = null): StoredRule =>
  rule({ kind: 'date', from, until });
const all = (...of: StoredRule[]): StoredRule => ({ kind: 'all', of });
const any = (...of: StoredRule[]): StoredRule => ({ kind: 'any', of });
const atLeast = (count: number, ...of: StoredRule[]): StoredRule => ({ kind: 'at_least', count, of });
const not = (inner: StoredRule): StoredRule => ({ kind: 'not', rule: inner });

/** The code, the title of what has the rule, and the field, of each fault. */
function faultsOf(course: RuledCourse): string[] {
  return ruleFaults(course, KINDS, ({ what, id }) => what === 'line_item' && id === 'item').map(
    ({ code, of, field }) => `${code}: ${of.title}, ${field}`,
  );
}

/** A course of one section, whose activities have these rules; the first is `a`, the next `b`, and so on. */
function activitiesWith(rules: (StoredRule | null)[], section: Partial<RuledSection> = {}): RuledCourse {
  const activities = rules.map((release, index) => {
    const id = String.fromCharCode(97 + index);
    return { id, title: id.toUpperCase(), release };
  });
  return {
    timeZone: 'UTC',
    sections: [{ id: 's', title: 'Week 1', isSequential: false, release: null, activities, ...section }],
  };
}

describe('a rule that can never be met', () => {
  it.each<[string, StoredRule, string[]]>([
    ['is told of an activity that is gone', on('gone'), ['target_missing: Guarded, releaseRule.activityId']],
    [
      'deep within as well, also under not',
      all(on('quiz'), not(any(scored('gone'), on('page')))),
      ['target_missing: Guarded, releaseRule.of[1].rule.of[0].activityId'],
    ],
    [
      'is told of a line item that is gone',
      item('none'),
      ['target_missing: Guarded, releaseRule.lineItemId'],
    ],
    ['is not told of a line item that there is', item('item'), []],
    [
      'is told of a kind that is not known',
      rule({ kind: 'guild' }),
      ['unknown_kind: Guarded, releaseRule.kind'],
    ],
    [
      'is told of dates without time between them',
      dated(at(2), at(2)),
      ['empty_dates: Guarded, releaseRule'],
    ],
    ['is not told of dates in order', dated(at(2), at(3)), []],
    [
      'is told of days without time',
      dated(after(2, '01:00'), after(2, '01:00')),
      ['empty_dates: Guarded, releaseRule'],
    ],
    ['is not told of days whose times are in order', dated(after(2, '01:00'), after(2, '01:01')), []],
    ['is not told of dates that cannot be compared', dated(at(3), after(2)), []],
    [
      'is told of scores without a range',
      scored('quiz', '50', '50.0'),
      ['empty_scores: Guarded, releaseRule'],
    ],
    ['is not told of scores with one', scored('quiz', '9', '10'), []],
    ['is told of nobody', rule({ kind: 'person', userIds: [] }), ['empty_people: Guarded, releaseRule']],
    [
      'is told of three of two',
      atLeast(3, on('quiz'), on('page')),
      ['count_too_high: Guarded, releaseRule.count'],
    ],
    ['is not told of two of two', atLeast(2, on('quiz'), on('page')), []],
    [
      'is told of dates that contradict each other',
      all(dated(at(5)), dated(null, at(5))),
      ['contradiction: Guarded, releaseRule.of[0]'],
    ],
    [
      'is told of an opposite that contradicts',
      all(dated(at(5)), not(dated(at(4)))),
      ['contradiction: Guarded, releaseRule.of[0]'],
    ],
    [
      'is told of two that are both needed of two',
      atLeast(2, dated(at(5)), dated(null, at(4))),
      ['contradiction: Guarded, releaseRule.of[0]'],
    ],
    [
      'is told of an opposite of an any',
      not(any(dated(at(3)), dated(null, at(5)))),
      ['contradiction: Guarded, releaseRule.rule.of[1]'],
    ],
    [
      'is told of a contradiction in one alternative',
      any(on('quiz'), all(dated(at(5)), dated(null, at(5)))),
      ['contradiction: Guarded, releaseRule.of[1].of[0]'],
    ],
    ['is not told of alternatives', any(dated(at(5)), dated(null, at(5))), []],
    ['is not told of dates that leave a day', all(dated(at(4)), dated(null, at(5))), []],
    ['is not told of dates and days', all(dated(at(4)), dated(null, after(1))), []],
  ])('%s', (_, release, expected) => {
    expect(faultsOf(courseWith(release))).toEqual(expected);
  });

  it('is told of a section, once, and of dates of an activity that contradict it', () => {
    const course = courseWith(dated(null, at(5)), { release: dated(at(5)) });
    expect(faultsOf(course)).toEqual(['contradiction: Guarded, releaseRule']);
    const own = courseWith(dated(at(9)), { release: all(dated(at(5)), dated(null, at(4))) });
    expect(faultsOf(own)).toEqual([
      'contradiction: Week 1, releaseRule.of[0]',
      'contradiction: Guarded, releaseRule',
    ]);
  });

  it('is told in a sentence with title and field', () => {
    const [fault] = ruleFaults(courseWith(on('gone')), KINDS, () => false);
    expect(inEnglish(fault!.message)).toBe(
      '“Guarded”: releaseRule.activityId names an activity that the course does not have.',
    );
  });
});

describe('activities that wait for each other', () => {
  it.each<[string, RuledCourse, string[]]>([
    ['in a chain are well', activitiesWith([null, on('a'), on('b')]), []],
    ['for itself', activitiesWith([on('a')]), ['circle: A, releaseRule']],
    ['for each other', activitiesWith([on('b'), on('a')]), ['circle: A, releaseRule']],
    [
      'by a score and its opposite',
      activitiesWith([scored('b'), not(scored('a'))]),
      ['circle: A, releaseRule'],
    ],
    ['by failing', activitiesWith([on('b', 'failed'), on('a', 'passed')]), ['circle: A, releaseRule']],
    ['by incompletion are well', activitiesWith([on('b', 'incomplete'), on('a')]), []],
    ['by the opposite of completion are well', activitiesWith([not(on('b')), not(on('a'))]), []],
    [
      'by the opposite of incompletion',
      activitiesWith([not(on('b', 'incomplete')), on('a')]),
      ['circle: A, releaseRule.rule'],
    ],
    ['with a way around are well', activitiesWith([any(on('b'), dated(at(1))), on('a')]), []],
    [
      'with a way around that is a circle too',
      activitiesWith([any(on('b'), on('a')), on('a')]),
      ['circle: A, releaseRule.of[0]'],
    ],
    [
      'two circles',
      activitiesWith([on('b'), on('a'), on('d'), on('c')]),
      ['circle: A, releaseRule', 'circle: C, releaseRule'],
    ],
    [
      'what only leads into a circle is not in it',
      activitiesWith([on('b'), on('c'), on('b')]),
      ['circle: B, releaseRule'],
    ],
    [
      'with what comes later in order',
      activitiesWith([on('c'), null, null], { isSequential: true }),
      ['circle: A, releaseRule'],
    ],
    [
      'with what comes earlier in order are well',
      activitiesWith([null, on('a'), on('a')], { isSequential: true }),
      [],
    ],
    [
      'with what is hidden meanwhile are well',
      activitiesWith([{ ...on('c'), shown: false }, null, null], { isSequential: true }),
      [],
    ],
    [
      'through the rule of their section',
      activitiesWith([null, null], { release: on('b') }),
      ['circle: Week 1, releaseRule'],
    ],
  ])('%s', (_, course, expected) => {
    expect(faultsOf(course)).toEqual(expected);
  });

  it('are all named', () => {
    const [fault] = ruleFaults(activitiesWith([on('b'), on('c'), on('a')]), KINDS, () => false);
    expect(inEnglish(fault!.message)).toContain('“A” → “B” → “C” → “A”');
  });

  it('are never opened by any learner, whatever they do in whichever order', () => {
    fc.assert(
      fc.property(anyCourse(anyRule), (course) => {
        const opened = everOpened(course);
        for (const { code, of } of ruleFaults(course, KINDS, () => true))
          if (code === 'circle' && of.what === 'activity') expect(opened).not.toContain(of.id);
      }),
      { numRuns: 300 },
    );
  });

  it('are the only ones never opened where activities only wait for completions', () => {
    const wait = fc
      .array(fc.constantFrom(...ACTIVITIES), { minLength: 1, maxLength: 3 })
      .chain((ids) => fc.constantFrom(all(...ids.map((id) => on(id))), any(...ids.map((id) => on(id)))));
    fc.assert(
      fc.property(anyCourse(wait), (course) => {
        const isCircular = faultsOf(course).some((fault) => fault.startsWith('circle'));
        expect(isCircular).toBe(everOpened(course).size < ACTIVITIES.length);
      }),
      { numRuns: 500 },
    );
  });
});

/** What a learner can open who tries every order, and passes or fails each activity, at any of the dates. */
function everOpened(course: RuledCourse): Set<string> {
  const prepared = new PreparedCourse(course, KINDS);
  const opened = new Set<string>();
  const seen = new Set<string>();
  const queue: Record<string, 'failed' | 'passed'>[] = [{}];
  const instants = [1, 8, 15, 22, 29].map((day) => new Date(Date.UTC(2026, 2, day)));
  while (queue.length > 0) {
    const done = queue.pop()!;
    const key = JSON.stringify(Object.entries(done).sort());
    if (seen.has(key)) continue;
    seen.add(key);
    const facts = factsOf({
      userId: 'u0',
      startDay: '2026-03-05',
      completed: new Map(
        Object.keys(done)
          .filter((id) => done[id] === 'passed')
          .map((id) => [id, new Date(0)]),
      ),
      results: new Map(
        Object.entries(done).map(([id, how]) => [
          id,
          { percent: Rational.of(how === 'passed' ? 100 : 0), hasPassed: how === 'passed', isExcused: false },
        ]),
      ),
    });
    for (const instant of instants)
      for (const [id, { isOpen }] of prepared.verdicts(facts, instant)) {
        if (!isOpen || done[id] === 'passed') continue;
        opened.add(id);
        queue.push({ ...done, [id]: 'passed' });
        if (done[id] === undefined) queue.push({ ...done, [id]: 'failed' });
      }
  }
  return opened;
}
