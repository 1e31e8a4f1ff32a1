import fc from 'fast-check';
import {
  type ActiveLearner,
  type CountedResult,
  WorkFigures,
} from '../../../src/modules/gradebook/figures/work-figures';
import { NO_DECISION } from '../../../src/modules/gradebook/lateness/late-decision';
import { PersonalDues } from '../../../src/modules/gradebook/figures/personal-dues';
import { countedDue, handedInAt } from '../../../src/modules/gradebook/line-items/counted-due';
import {
  type Due,
  dueIn,
  isExempt,
  isOverdue,
  lacksScore,
} from '../../../src/modules/gradebook/line-items/due';
import { isHandedInLate } from '../../../src/modules/gradebook/lateness/timeliness';
import type { LineItemFacts } from '../../../src/modules/gradebook/line-items/line-item-facts';
import { RESULT_SOURCES, SCORE_STATUSES } from '../../../src/modules/gradebook/results/result-value';

const NOW = new Date('2026-03-25T12:00:00Z');

const day = fc.integer({ min: 20, max: 29 }).map((number) => `2026-03-${number}`);
const lineItem = fc.record({
  dueAt: fc.option(
    day.map((text) => new Date(`${text}T12:00:00Z`)),
    { nil: null },
  ),
  resultValueMax: fc.constantFrom('0.0000', '10.0000'),
  hasQuiz: fc.boolean(),
  graceSeconds: fc.constantFrom(0, 0, 1, 86_401),
});
const result = fc.record({
  score: fc.option(fc.constantFrom('5.0000', '7.5000'), { nil: null }),
  scoreStatus: fc.constantFrom(...SCORE_STATUSES),
  scoreDate: day,
  submittedAt: fc.option(
    day.map((text) => new Date(`${text}T12:00:01Z`)),
    { nil: null },
  ),
  lateDecision: fc.constantFrom(
    null,
    null,
    { ...NO_DECISION, status: 'late', lateSeconds: 60 } as const,
    {
      ...NO_DECISION,
      status: 'extended',
    } as const,
  ),
  source: fc.constantFrom(...RESULT_SOURCES),
});

const accommodation = fc.record({
  daysAdded: fc.integer({ min: 0, max: 4 }),
  validFrom: day.map((text) => new Date(`${text}T06:00:00Z`)),
  validUntil: fc.option(
    day.map((text) => new Date(`${text}T18:00:00Z`)),
    { nil: null },
  ),
  ...{ timeFactor: fc.constant('1'), minutesAdded: fc.constant(0), extraAttempts: fc.constant(0) },
  restBreakMinutes: fc.constant(0),
});
const personalWork = fc.record({
  accommodations: fc.array(accommodation, { maxLength: 2 }),
  exception: fc.option(
    fc.record({
      dueAt: day.map((text) => new Date(`${text}T10:00:00Z`)),
      passwordWaived: fc.constant(false),
    }),
    { nil: undefined },
  ),
});

/** A line item with the fields that figures look at. */
function factsOf(
  id: string,
  {
    hasQuiz,
    ...fields
  }: { dueAt: Date | null; resultValueMax: string; hasQuiz: boolean; graceSeconds: number },
): LineItemFacts {
  return {
    ...fields,
    id,
    activityId: hasQuiz ? `activity of ${id}` : null,
    dueTimeZone: null,
    resultValueMin: '0.0000',
    closesAt: null,
    hardClose: false,
  } as LineItemFacts;
}

describe('WorkFigures', () => {
  it('the figures of line items and learners are those of looking at every learner with every line item', () => {
    const cases = fc.record({
      begins: fc.array(day, { maxLength: 6 }),
      items: fc.array(lineItem, { maxLength: 4 }),
      personal: fc.array(fc.option(personalWork, { nil: undefined }), { minLength: 7, maxLength: 7 }),
      // Of one learner more than are active.
      results: fc.array(fc.array(fc.option(result, { nil: undefined }), { minLength: 4, maxLength: 4 }), {
        minLength: 7,
        maxLength: 7,
      }),
    });
    fc.assert(
      fc.property(cases, ({ begins, items, personal, results }) => {
        const learners = begins.map((beginDate, index): ActiveLearner => ({
          userId: `u${index}`,
          beginDate,
        }));
        const dated = items.map((item, index) => {
          const facts = factsOf(`i${index}`, item);
          return { lineItem: facts, due: dueIn('UTC', facts) };
        });
        const resultOf = (user: number, item: number): CountedResult | undefined => {
          const own = results[user]?.[item];
          return own && { ...own, userId: `u${user}`, lineItemId: `i${item}` };
        };
        const terms = new Map(
          personal.flatMap((own, user) =>
            own
              ? [
                  [
                    `u${user}`,
                    {
                      accommodations: own.accommodations,
                      exceptions: new Map([['activity of i0', own.exception]]),
                    },
                  ] as const,
                ]
              : [],
          ),
        );
        const dueOf = (user: number, item: number, handedIn: Date | null): Due | null => {
          const work = dated[item]!.lineItem;
          const own = terms.get(`u${user}`);
          const exception = work.activityId === null ? undefined : own?.exceptions.get(work.activityId);
          const facts = own && { accommodations: own.accommodations, exception };
          return countedDue(work, 'UTC', facts, handedIn, NOW);
        };
        const dues = new PersonalDues(terms, 'UTC', NOW);
        const figures = new WorkFigures(learners, dated, NOW, dues);
        for (let item = 0; item < items.length; item += 1)
          for (let user = 0; user < 7; user += 1) {
            const counted = resultOf(user, item);
            if (counted) figures.add(counted);
          }

        const isWork = (index: number): boolean => items[index]?.resultValueMax !== '0.0000';
        figures.lineItems().forEach((figure, item) => {
          const pairs = learners.map(({ beginDate }, user) => ({
            beginDate,
            due: dueOf(user, item, null),
            countedDue: dueOf(user, item, handedInAt(resultOf(user, item))),
            result: resultOf(user, item),
          }));
          const count = (holds: (pair: (typeof pairs)[number]) => boolean): number =>
            isWork(item) ? pairs.filter(holds).length : 0;
          expect(figure).toMatchObject({
            results: count((pair) => pair.result !== undefined),
            exempt: count((pair) => isExempt(pair.result)),
            missingScores: count(lacksScore),
            late: count((pair) => isHandedInLate(pair.result, pair.countedDue, items[item]!.graceSeconds)),
          });
          const scores = pairs.flatMap(({ result: own }) =>
            own?.score && !isExempt(own) ? [own.score] : [],
          );
          expect(
            figure.histogram.flatMap(({ score, count: times }) => Array<string>(times).fill(score)).sort(),
          ).toEqual(scores.sort());
        });
        learners.forEach(({ userId, beginDate }, user) => {
          const own = dated.flatMap((_dated, item) =>
            isWork(item)
              ? [{ beginDate, due: dueOf(user, item, null), item, result: resultOf(user, item) }]
              : [],
          );
          const days = own.flatMap(({ result: one }) =>
            one && one.source !== 'instructor' ? [one.scoreDate] : [],
          );
          expect(figures.ofLearners().get(userId)).toMatchObject({
            overdue: own.filter((work) => isOverdue(work, NOW)).length,
            lastDay: days.sort().at(-1) ?? null,
            exemptActivities: new Set(
              own.flatMap(({ item, result: one }) =>
                isExempt(one) && items[item]?.hasQuiz ? [`activity of i${item}`] : [],
              ),
            ),
          });
        });
      }),
    );
  });
});
