import {
  conditionKind,
  type PreparedCondition,
} from '../../../../src/modules/courses/release/kinds/condition-kind';
import { ConditionKinds } from '../../../../src/modules/courses/release/kinds/registry';
import { PreparedCourse } from '../../../../src/modules/courses/release/prepared-course';
import { withoutHidden } from '../../../../src/modules/courses/release/reasons';
import type { StoredRule } from '../../../../src/modules/courses/release/release-rule';
import { inEnglish } from '../../../../src/shared/sentences/say';
import { courseWith, factsOf, quizResult, told, verdictOn } from './ruled-course';

const NOW = '2026-03-10T12:00:00.000Z';

/** Conditions as they are stored. */
const on = (state: string, activityId = 'quiz'): StoredRule =>
  rule({ kind: 'completion', activityId, state });
const scored = (min: string | null, max: string | null, activityId: string | null = 'quiz'): StoredRule =>
  rule({ kind: 'score', activityId, lineItemId: activityId === null ? 'item' : null, min, max });
const dated = (from: object | null, until: object | null = null): StoredRule =>
  rule({ kind: 'date', from, until });
const named = (...userIds: string[]): StoredRule => rule({ kind: 'person', userIds });
const not = (inner: StoredRule): StoredRule => ({ kind: 'not', rule: inner });
const all = (...of: StoredRule[]): StoredRule => ({ kind: 'all', of });
const any = (...of: StoredRule[]): StoredRule => ({ kind: 'any', of });
const atLeast = (count: number, ...of: StoredRule[]): StoredRule => ({ kind: 'at_least', count, of });
const hidden = (part: StoredRule): StoredRule => ({ ...part, shown: false });

function rule(stored: { kind: string } & Record<string, unknown>): StoredRule {
  return stored;
}

const completedIn = (...ids: string[]): Map<string, Date> =>
  new Map(ids.map((id) => [id, new Date('2026-03-01T08:00:00.000Z')]));
const complete = factsOf({ completed: completedIn('quiz') });

describe('a condition', () => {
  it.each<[string, StoredRule, Parameters<typeof verdictOn>[1], string, string]>([
    ['on completion, before it', on('complete'), factsOf(), 'complete_first', 'open'],
    ['on completion, after it', on('complete'), complete, 'open', 'already_complete'],
    ['on incompletion, before it', on('incomplete'), factsOf(), 'open', 'complete_first'],
    ['on incompletion, after it', on('incomplete'), complete, 'already_complete', 'open'],
    ['on passing, never attempted', on('passed'), factsOf(), 'pass_first', 'result_first'],
    ['on passing, passed', on('passed'), quizResult({ hasPassed: true }), 'open', 'already_passed'],
    ['on passing, failed', on('passed'), quizResult({ hasPassed: false }), 'pass_first', 'open'],
    ['on failing, never attempted', on('failed'), factsOf(), 'result_first', 'pass_first'],
    ['on failing, failed', on('failed'), quizResult({ hasPassed: false }), 'open', 'pass_first'],
    ['on failing, passed', on('failed'), quizResult({ hasPassed: true }), 'already_passed', 'open'],
    ['on completion, excused', on('complete'), quizResult({ isExcused: true }), 'open', 'excused'],
    ['on incompletion, excused', on('incomplete'), quizResult({ isExcused: true }), 'excused', 'open'],
    ['on passing, excused', on('passed'), quizResult({ isExcused: true }), 'open', 'excused'],
    ['on failing, excused', on('failed'), quizResult({ isExcused: true }), 'excused', 'open'],
    ['on an activity that is gone', on('complete', 'gone'), factsOf(), 'target_missing', 'target_missing'],
    ['on a score, never scored', scored('50', null), factsOf(), 'score_needed', 'result_first'],
    ['on a score, not released', scored('50', null), quizResult(), 'score_needed', 'result_first'],
    ['on a score, at its least', scored('50', null), quizResult({ percent: '50' }), 'open', 'score_outside'],
    [
      'on a score, a little below',
      scored('50', null),
      quizResult({ percent: '49.9999999' }),
      'score_needed',
      'open',
    ],
    ['on a score, at its end', scored('50', '80'), quizResult({ percent: '80' }), 'score_needed', 'open'],
    [
      'on a score, before its end',
      scored('50', '80'),
      quizResult({ percent: '79.99999' }),
      'open',
      'score_outside',
    ],
    ['on a score, excused', scored('50', null), quizResult({ isExcused: true }), 'open', 'excused'],
    ['on a score that is gone', scored('50', null, 'gone'), factsOf(), 'target_missing', 'target_missing'],
    ['on a line item that is gone', scored('50', null, null), factsOf(), 'target_missing', 'target_missing'],
    ['on people, one of them', named('u', 'v'), factsOf(), 'open', 'not_for_you'],
    ['on people, another one', named('v'), factsOf(), 'not_for_you', 'open'],
    ['of a kind that is not known', rule({ kind: 'guild' }), factsOf(), 'kind_unknown', 'kind_unknown'],
    [
      'on days of a learner without a start',
      dated({ daysAfterStart: 3, time: '00:00' }),
      factsOf(),
      'start_missing',
      'start_missing',
    ],
  ])('%s', (_, condition, facts, itself, opposite) => {
    expect(told(verdictOn(courseWith(condition), facts, NOW))).toBe(itself);
    expect(told(verdictOn(courseWith(not(condition)), facts, NOW))).toBe(opposite);
    expect(told(verdictOn(courseWith(not(not(condition))), facts, NOW))).toBe(itself);
  });
});

const UNKNOWN = on('passed');
const YES = named('u');
const NO = named('v');

describe('a group', () => {
  it.each<[string, StoredRule, string]>([
    ['opens by one alternative beside an unknown one', any(UNKNOWN, YES), 'open'],
    ['stays closed by an unknown part', all(UNKNOWN, YES), 'pass_first'],
    ['stays closed by an unknown part under not', not(any(UNKNOWN, NO)), 'result_first'],
    ['opens under not by one part that is not met', not(all(UNKNOWN, NO)), 'open'],
    ['of two of three', atLeast(2, YES, NO, YES), 'open'],
    ['of two of three with an unknown one', atLeast(2, YES, NO, UNKNOWN), 'any_of'],
    ['of three of three', atLeast(3, YES, NO, UNKNOWN), 'at_least'],
    ['not of two of three, of which two are not met', not(atLeast(2, YES, NO, NO)), 'open'],
    ['not of two of three, of which one is unknown', not(atLeast(2, YES, NO, UNKNOWN)), 'any_of'],
    ['of more than there are never opens', atLeast(3, YES, YES), 'never_met'],
    [
      'tells each part of an all that is not met',
      all(NO, YES, on('complete')),
      'not_for_you, complete_first',
    ],
    ['hides by one hidden part of an all', all(hidden(NO), on('complete')), 'hidden'],
    ['shows an all whose hidden part is met', all(hidden(YES), on('complete')), 'complete_first'],
    ['shows an any with a shown alternative', any(hidden(NO), on('complete')), 'complete_first'],
    ['hides an any of hidden alternatives', any(hidden(NO), hidden(UNKNOWN)), 'hidden'],
    ['shows k of n with a shown alternative', atLeast(2, hidden(NO), YES, on('complete')), 'complete_first'],
    ['hides k of n of hidden alternatives', atLeast(2, hidden(NO), YES, hidden(UNKNOWN)), 'hidden'],
    ['hides a not as what is in it', not(hidden(YES)), 'hidden'],
    ['hides by a not that is hidden itself', hidden(not(YES)), 'hidden'],
    ['hides a not of an any by one hidden part', not(any(hidden(YES), named('u'))), 'hidden'],
    ['shows a not of an all with a shown part', not(all(hidden(YES), YES)), 'not_for_you'],
    ['hides as a whole', hidden(any(NO, on('complete'))), 'hidden'],
    ['that is hidden and met is open', hidden(any(YES, on('complete'))), 'open'],
  ])('%s', (_, release, expected) => {
    expect(told(verdictOn(courseWith(release), factsOf(), NOW))).toBe(expected);
  });
});

describe('a section', () => {
  it('closes all of its activities by its own rule, beside theirs', () => {
    const course = courseWith(on('complete'), { release: NO });
    expect(told(verdictOn(course, factsOf(), NOW, 'page'))).toBe('not_for_you');
    expect(told(verdictOn(course, factsOf(), NOW))).toBe('not_for_you, complete_first');
  });

  it('hides all of its activities by a hidden rule', () => {
    expect(told(verdictOn(courseWith(YES, { release: hidden(NO) }), factsOf(), NOW, 'quiz'))).toBe('hidden');
  });

  it.each([
    ['nothing', factsOf(), ['open', 'previous_incomplete quiz', 'previous_incomplete quiz']],
    ['the first', complete, ['open', 'open', 'previous_incomplete page']],
    [
      'the second before the first',
      factsOf({ completed: completedIn('page') }),
      ['open', 'previous_incomplete quiz', 'previous_incomplete quiz'],
    ],
    ['all', factsOf({ completed: completedIn('quiz', 'page') }), ['open', 'open', 'open']],
    [
      'nothing, but is excused from the first',
      quizResult({ isExcused: true }),
      ['open', 'open', 'previous_incomplete page'],
    ],
  ])('in order opens one after the other to a learner who has completed %s', (_, facts, expected) => {
    const course = courseWith(null, { isSequential: true });
    const states = ['quiz', 'page', 'x'].map((id) => verdictOn(course, facts, NOW, id));
    expect(
      states.map((verdict) => [told(verdict), verdict.reasons[0]?.values['activityId']].join(' ').trim()),
    ).toEqual(expected);
  });

  it('in order is not held up by what is hidden from the learner, until it is hidden no longer', () => {
    const activities = [
      { id: 'later', title: 'Later', release: hidden(dated({ at: '2026-03-12T00:00:00.000Z' })) },
      { id: 'x', title: 'Next', release: null },
    ];
    const course = courseWith(null, { isSequential: true, activities });
    const before = verdictOn(course, factsOf(), NOW);
    expect(told(before)).toBe('open');
    expect(before.nextChangeAt).toEqual(new Date('2026-03-12T00:00:00.000Z'));
    expect(told(verdictOn(course, factsOf(), '2026-03-12T00:00:00.000Z'))).toBe('previous_incomplete');
  });
});

describe('a date', () => {
  const FROM = '2026-03-10T12:00:00.000Z';
  const UNTIL = '2026-03-20T12:00:00.000Z';
  it.each<[string, StoredRule, string, string, string | null]>([
    ['before it begins', dated({ at: FROM }, { at: UNTIL }), '2026-03-10T11:59:59.999Z', 'opens_at', FROM],
    ['at its first instant', dated({ at: FROM }, { at: UNTIL }), FROM, 'open', UNTIL],
    ['at its last instant', dated({ at: FROM }, { at: UNTIL }), '2026-03-20T11:59:59.999Z', 'open', UNTIL],
    ['at its end', dated({ at: FROM }, { at: UNTIL }), UNTIL, 'closed_since', null],
    ['without an end', dated({ at: FROM }), UNTIL, 'open', null],
    ['under not, before', not(dated({ at: FROM }, { at: UNTIL })), '2026-03-01T00:00:00.000Z', 'open', FROM],
    ['under not, within', not(dated({ at: FROM }, { at: UNTIL })), FROM, 'opens_at', UNTIL],
    ['under not, for ever', not(dated({ at: FROM })), FROM, 'closed_since', null],
    [
      'that changes nothing, since something else keeps it closed, but the reason',
      all(dated({ at: FROM }), NO),
      '2026-03-01T00:00:00.000Z',
      'opens_at, not_for_you',
      FROM,
    ],
    [
      'that changes nothing, since something else keeps it open',
      any(dated({ at: FROM }), YES),
      '2026-03-01T00:00:00.000Z',
      'open',
      null,
    ],
    [
      'that changes nothing at its begin, but at the end of another',
      any(dated({ at: FROM }), dated(null, { at: UNTIL })),
      '2026-03-01T00:00:00.000Z',
      'open',
      null,
    ],
  ])('%s', (_, release, now, expected, nextChangeAt) => {
    const verdict = verdictOn(courseWith(release), factsOf(), now);
    expect(told(verdict)).toBe(expected);
    expect(verdict.nextChangeAt?.toISOString() ?? null).toBe(nextChangeAt);
  });

  it.each<[string, string, string, { daysAfterStart: number; time: string }, string]>([
    [
      'at midnight',
      'Europe/Berlin',
      '2026-03-02',
      { daysAfterStart: 7, time: '00:00' },
      '2026-03-08T23:00:00.000Z',
    ],
    [
      'in the evening',
      'Europe/Berlin',
      '2026-03-02',
      { daysAfterStart: 1, time: '17:30' },
      '2026-03-03T16:30:00.000Z',
    ],
    // Clocks go from 02:00 to 03:00 on March 29, and from 03:00 back to 02:00 on October 25.
    [
      'over spring',
      'Europe/Berlin',
      '2026-03-28',
      { daysAfterStart: 2, time: '09:00' },
      '2026-03-30T07:00:00.000Z',
    ],
    [
      'in the gap',
      'Europe/Berlin',
      '2026-03-28',
      { daysAfterStart: 1, time: '02:30' },
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'after the gap',
      'Europe/Berlin',
      '2026-03-28',
      { daysAfterStart: 1, time: '03:00' },
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'over autumn',
      'Europe/Berlin',
      '2026-10-24',
      { daysAfterStart: 2, time: '09:00' },
      '2026-10-26T08:00:00.000Z',
    ],
    [
      'twice',
      'Europe/Berlin',
      '2026-10-24',
      { daysAfterStart: 1, time: '02:30' },
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'leap day',
      'Europe/Berlin',
      '2028-02-28',
      { daysAfterStart: 1, time: '00:00' },
      '2028-02-28T23:00:00.000Z',
    ],
    [
      'over leap day',
      'Europe/Berlin',
      '2028-02-28',
      { daysAfterStart: 2, time: '00:00' },
      '2028-02-29T23:00:00.000Z',
    ],
    [
      'no leap day',
      'Europe/Berlin',
      '2027-02-28',
      { daysAfterStart: 1, time: '00:00' },
      '2027-02-28T23:00:00.000Z',
    ],
    [
      'east',
      'Pacific/Kiritimati',
      '2026-03-02',
      { daysAfterStart: 0, time: '00:00' },
      '2026-03-01T10:00:00.000Z',
    ],
    [
      'no midnight',
      'Africa/Cairo',
      '2026-04-23',
      { daysAfterStart: 1, time: '00:00' },
      '2026-04-23T22:00:00.000Z',
    ],
    [
      'the last day there is',
      'UTC',
      '9999-12-30',
      { daysAfterStart: 5, time: '00:00' },
      '9999-12-31T23:59:59.999Z',
    ],
  ])("of a learner's own start: %s", (_, timeZone, startDay, from, opensAt) => {
    const course = courseWith(dated(from), { timeZone });
    const before = verdictOn(course, factsOf({ startDay }), new Date(Date.parse(opensAt) - 1).toISOString());
    expect(told(before)).toBe('opens_at');
    expect(before.nextChangeAt?.toISOString()).toBe(opensAt);
    expect(before.reasons[0]?.values).toEqual({ at: opensAt });
    expect(told(verdictOn(course, factsOf({ startDay }), opensAt))).toBe('open');
  });

  it('that would end before it begins for a learner never opens, and says so', () => {
    const course = courseWith(dated({ at: FROM }, { daysAfterStart: 1, time: '00:00' }));
    const verdict = verdictOn(course, factsOf({ startDay: '2026-03-01' }), NOW);
    expect([told(verdict), verdict.nextChangeAt]).toEqual(['never_open', null]);
  });
});

describe('a reason', () => {
  const quizFirst = all(any(on('complete'), scored('50', null)), on('complete', 'page'));

  it('is a sentence for people as well', () => {
    const { reasons } = verdictOn(courseWith(quizFirst), factsOf(), NOW);
    expect(reasons.map(({ sentence }) => inEnglish(sentence))).toEqual([
      'One of these is needed: Complete “Quiz” first.; Reach at least 50 % in “Quiz”.',
      'Complete “Page” first.',
    ]);
  });

  it('names no activity that is hidden from the learner', () => {
    const { reasons } = verdictOn(courseWith(quizFirst), factsOf(), NOW);
    const shown = reasons.map((reason) => withoutHidden(reason, (id) => id === 'quiz'));
    expect(shown.map(({ sentence }) => inEnglish(sentence))).toEqual([
      'One of these is needed: Complete another activity first.; Reach at least 50 % in another activity.',
      'Complete “Page” first.',
    ]);
    expect(JSON.stringify(shown)).not.toContain('quiz"');
  });
});

describe('a kind of conditions of another module', () => {
  /** Holds for the members of a club until an instant. */
  const club = conditionKind<object, { kind: 'club'; clubId: string }>({
    name: 'club',
    Condition: Object,
    kept: () => ({ kind: 'club', clubId: 'g' }),
    asks: () => ['club'],
    targets: () => [],
    prepare: ({ clubId }): PreparedCondition => ({
      holds: ({ ofKinds }) => (ofKinds.get('club') as Set<string>).has(clubId),
      reason: () => ({ code: 'club', values: {}, sentence: { key: 'courses.release.notForYou' } }),
    }),
    example: {},
  });

  it('is evaluated by facts of its own once it is registered', () => {
    const kinds = new ConditionKinds();
    kinds.provide(club);
    const course = new PreparedCourse(courseWith(rule({ kind: 'club', clubId: 'g' })), kinds);
    const facts = (...ids: string[]) => factsOf({ ofKinds: new Map([['club', new Set(ids)]]) });
    const verdict = (...ids: string[]) => told(course.verdicts(facts(...ids), new Date(NOW)).get('x')!);
    expect([...course.asks]).toEqual(['club']);
    expect([verdict('g'), verdict('h')]).toEqual(['open', 'club']);
  });

  it.each(['date', 'all'])('cannot take the name %s, which is taken', (name) => {
    expect(() => new ConditionKinds().provide({ ...club, name })).toThrow('Two kinds of conditions');
  });
});
