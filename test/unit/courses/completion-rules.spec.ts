import { InvalidError } from '../../../src/shared/errors/domain-error';
import {
  asksTheSame,
  type CompletionRule,
  completionRuleOf,
  ruleMetAt,
} from '../../../src/modules/courses/completion/completion-rule';
import { checkCompletion, readCompletion } from '../../../src/modules/courses/completion/dto/reading';
import {
  ALL_ACTIVITY_TYPES,
  type ActivityType,
} from '../../../src/modules/courses/content/activity-types/registry';
import { completionKind } from '../../../src/modules/courses/completion/kinds/registry';

const faultsOf = (work: () => unknown): string[] => {
  try {
    work();
    return [];
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    return error.fields.map(({ field, rule }) => `${field} ${rule}`);
  }
};
const rule = (
  match: 'all' | 'any',
  ...kinds: CompletionRule['conditions'][number]['kind'][]
): CompletionRule => ({
  match,
  conditions: kinds.map((kind) => ({ kind })),
});

describe('the completion rule of a request', () => {
  it.each<[string, ActivityType, object, string[]]>([
    [
      'no object',
      'page',
      { completionRule: { conditions: {} } },
      ['completionRule.conditions arrayMaxSize', 'completionRule.conditions isArray'],
    ],
    ['no condition', 'page', { completionRule: { conditions: [] } }, ['completionRule.conditions minItems']],
    [
      'a kind of another type',
      'page',
      { completionRule: { conditions: [{ kind: 'passed' }] } },
      ['completionRule.conditions[0].kind isIn'],
    ],
    [
      'no kind at all',
      'page',
      { completionRule: { conditions: [null] } },
      ['completionRule.conditions[0].kind isIn'],
    ],
    [
      'a kind twice',
      'page',
      { completionRule: { conditions: [{ kind: 'viewed' }, { kind: 'viewed' }] } },
      ['completionRule.conditions[1].kind kindOnce'],
    ],
    [
      'more than all',
      'quiz',
      { completionRule: { conditions: [{ kind: 'score', minPercent: '100.1' }] } },
      ['completionRule.conditions[0].minPercent isDecimalText'],
    ],
    [
      'no share',
      'quiz',
      { completionRule: { conditions: [{ kind: 'score' }] } },
      ['completionRule.conditions[0].minPercent required'],
    ],
    [
      'a share of what has none',
      'page',
      { completionRule: { conditions: [{ kind: 'viewed', minPercent: '5' }] } },
      ['completionRule.conditions[0].minPercent unknownField'],
    ],
    [
      'another match',
      'page',
      { completionRule: { match: 'most', conditions: [{ kind: 'viewed' }] } },
      ['completionRule.match isIn'],
    ],
    [
      'anything of a label',
      'label',
      {
        completionRule: { conditions: [{ kind: 'viewed' }] },
        isRequired: false,
        expectedBy: { daysAfterStart: 1 },
      },
      ['completionRule nobodyCompletes', 'isRequired nobodyCompletes', 'expectedBy nobodyCompletes'],
    ],
    [
      'two moments',
      'page',
      { expectedBy: { at: '2040-03-01T09:00:00Z', daysAfterStart: 3 } },
      ['expectedBy isMoment'],
    ],
    [
      'a time of no day',
      'page',
      { expectedBy: { at: '2040-03-01T09:00:00Z', time: '08:00' } },
      ['expectedBy.time isMoment'],
    ],
  ])('must not have %s', (_, type, sent, faults) => {
    expect(faultsOf(() => readCompletion(type, sent))).toEqual(faults);
  });

  it('is kept as it was sent, and may be taken away again', () => {
    expect(
      readCompletion('quiz', {
        completionRule: {
          conditions: [{ kind: 'score', minPercent: '60' }, { kind: 'viewed' }],
          earlier: 'keep',
        },
        isRequired: false,
        expectedBy: { daysAfterStart: 14, time: '18:00' },
      }),
    ).toEqual({
      completionRule: {
        match: 'all',
        conditions: [{ kind: 'score', minPercent: '60' }, { kind: 'viewed' }],
        earlier: 'keep',
      },
      isRequired: false,
      expectedBy: { daysAfterStart: 14, time: '18:00' },
    });
    expect(readCompletion('quiz', { completionRule: null, expectedBy: null })).toEqual({
      completionRule: null,
      expectedBy: null,
    });
    expect(readCompletion('quiz', {})).toEqual({});
  });

  it('asks for a share only of a video whose length is known', () => {
    const covered: CompletionRule = { match: 'all', conditions: [{ kind: 'covered', minPercent: '90' }] };
    expect(faultsOf(() => checkCompletion(covered, { durationSeconds: null }))).toEqual([
      'completionRule.conditions[0] needsDuration',
    ]);
    expect(faultsOf(() => checkCompletion(covered, { durationSeconds: 214 }))).toEqual([]);
  });
});

describe('a completion rule', () => {
  it.each(ALL_ACTIVITY_TYPES)(
    'of the type $name may ask for every kind that the type names',
    ({ name, completedBy }) => {
      for (const kind of completedBy) {
        const sent = { kind, ...(['score', 'covered'].includes(kind) ? { minPercent: '50' } : {}) };
        expect(faultsOf(() => readCompletion(name, { completionRule: { conditions: [sent] } }))).toEqual([]);
        expect(completionKind(kind).says(sent).key).toMatch(/^courses\.completion\./);
      }
      expect(completionRuleOf(name, null)?.conditions.map(({ kind }) => kind)).toEqual(
        completedBy.length === 0 ? undefined : [completedBy[0]],
      );
    },
  );

  it('asks the same where only the order, or what becomes of earlier completions, differs', () => {
    expect(
      asksTheSame(rule('all', 'viewed', 'marked_done'), {
        ...rule('all', 'marked_done', 'viewed'),
        earlier: 'keep',
      }),
    ).toBe(true);
    expect(asksTheSame(rule('any', 'viewed'), rule('all', 'viewed'))).toBe(true);
    expect(asksTheSame(rule('any', 'viewed', 'marked_done'), rule('all', 'viewed', 'marked_done'))).toBe(
      false,
    );
    expect(asksTheSame(null, rule('all', 'viewed'))).toBe(false);
    const score = (minPercent: string): CompletionRule => ({
      match: 'all',
      conditions: [{ kind: 'score', minPercent }],
    });
    expect(asksTheSame(score('60'), score('80'))).toBe(false);
  });

  it.each<[string, 'all' | 'any', (number | null)[], number | null]>([
    ['all, by the last', 'all', [3, 5, 1], 5],
    ['all but one', 'all', [3, null, 1], null],
    ['any, by the first', 'any', [3, null, 1], 1],
    ['none of any', 'any', [null, null], null],
    ['nothing', 'all', [], null],
  ])('is met since the right instant: %s', (_, match, hours, expected) => {
    const at = (hour: number | null): Date | null =>
      hour === null ? null : new Date(Date.UTC(2026, 2, 2, hour));
    expect(ruleMetAt({ match }, hours.map(at))).toEqual(at(expected));
  });
});
