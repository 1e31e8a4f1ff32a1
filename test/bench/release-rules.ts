import { parseArgs } from 'node:util';
import { ConditionKinds } from '../../src/modules/courses/release/kinds/registry';
import type { LearnerFacts, ResultFact } from '../../src/modules/courses/release/learner-facts';
import { PreparedCourse, type RuledCourse } from '../../src/modules/courses/release/prepared-course';
import type { StoredRule } from '../../src/modules/courses/release/release-rule';
import { Rational } from '../../src/shared/decimals/rational';
import { seededRandom } from '../unit/seeded-random';
import { median } from './latencies';
import { table } from './report';

/** A large course: each activity has a rule of conditions of every kind, up to three deep. */
const SECTIONS = 25;
const ACTIVITIES_A_SECTION = 20;
const LEARNERS = 30;
const FIRST_DAY = Date.UTC(2026, 8, 1);
const DAY = 86_400_000;

/**
 * `npm run bench:release`: the CPU time that the release rules of a course take for one learner, as a share of what
 * `JSON.stringify` takes of the outline with titles and rules. `--quick` measures for a shorter time. Fails where nothing is open,
 * closed or hidden, which would measure nothing; times are shown and judged by nobody.
 */
function main(): void {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
  const [rounds, passes] = values.quick ? [7, 40] : [21, 200];
  const course = largeCourse();
  const prepared = new PreparedCourse(course, new ConditionKinds());
  const learners = largeClass(course);
  let done = 0;
  const evaluate = (): number => {
    const learner = learners[done % learners.length] as LearnerFacts;
    // Another learner each time, at another instant.
    const at = new Date(FIRST_DAY + (done % 60) * DAY + done);
    done += 1;
    return prepared.verdicts(learner, at).inOrder.length;
  };
  const write = (): number => JSON.stringify(course).length;
  const preparing = microseconds(() => new PreparedCourse(course, new ConditionKinds()).asks.size, 20);
  microseconds(evaluate, passes);
  microseconds(write, passes);
  const turns = Array.from({ length: rounds }, () => ({
    rules: microseconds(evaluate, passes),
    json: microseconds(write, passes),
  }));
  const share = median(turns.map(({ rules, json }) => rules / json));
  const verdicts = prepared.verdicts(learners[0]!, new Date(FIRST_DAY + 30 * DAY)).inOrder;
  const count = (what: 'isOpen' | 'isHidden'): string =>
    String(verdicts.filter((verdict) => verdict[what]).length);
  process.stdout.write(
    `${table(
      ['What', 'Figure'],
      [
        ['Activities; conditions', `${verdicts.length}; ${conditionsIn(course)}`],
        ['Open; hidden for one learner', `${count('isOpen')}; ${count('isHidden')}`],
        ['Outline as JSON', `${Math.round(write() / 1024)} KiB`],
        ['Preparing, once a version (CPU)', `${preparing.toFixed(0)} µs`],
        ['Rules, one learner (CPU)', `${median(turns.map(({ rules }) => rules)).toFixed(0)} µs`],
        ['JSON.stringify (CPU)', `${median(turns.map(({ json }) => json)).toFixed(0)} µs`],
        ['Share', share.toFixed(2)],
      ],
    )}\n`,
  );
  const states = ['isOpen', 'isHidden'] as const;
  const counts = states.map((what) => verdicts.filter((verdict) => verdict[what]).length);
  if (counts.every((number) => number > 0 && number < verdicts.length)) return;
  process.stdout.write('The rules of the course say the same of all activities.\n');
  process.exitCode = 1;
}

/** CPU time of one run, as the mean of several. */
function microseconds(work: () => number, passes: number): number {
  const before = process.cpuUsage();
  let sum = 0;
  for (let pass = 0; pass < passes; pass += 1) sum += work();
  const { user, system } = process.cpuUsage(before);
  if (sum === 0) throw new Error('Nothing was done.');
  return (user + system) / passes;
}

function largeCourse(): RuledCourse {
  const { below, pick } = seededRandom(2026);
  const idOf = (index: number): string => `01990000-0000-7000-8000-${String(index).padStart(12, '0')}`;
  const condition = (index: number): StoredRule => {
    const earlier = idOf(below(Math.max(index, 1)));
    const conditions: (() => StoredRule & Record<string, unknown>)[] = [
      () => ({
        kind: 'date',
        from: { at: new Date(FIRST_DAY + below(60) * DAY).toISOString() },
        until: null,
      }),
      () => ({
        kind: 'date',
        from: { daysAfterStart: below(60), time: '09:00' },
        until: { daysAfterStart: 90, time: '23:59' },
      }),
      () => ({ kind: 'completion', activityId: earlier, state: pick(['complete', 'passed', 'incomplete']) }),
      () => ({ kind: 'completion', activityId: earlier, state: 'complete' }),
      () => ({ kind: 'score', activityId: earlier, lineItemId: null, min: '50', max: pick([null, '90']) }),
      () => ({ kind: 'person', userIds: Array.from({ length: 5 }, () => idOf(9000 + below(LEARNERS))) }),
    ];
    return { ...pick(conditions)(), ...(below(8) === 0 ? { shown: false } : {}) };
  };
  const ruleFor = (index: number): StoredRule => {
    const several = (count: number): StoredRule[] => Array.from({ length: count }, () => condition(index));
    return pick<() => StoredRule>([
      () => condition(index),
      () => ({ kind: 'all', of: several(3) }),
      () => ({ kind: 'all', of: [...several(1), { kind: 'any', of: several(3) }] }),
      () => ({ kind: 'at_least', count: 2, of: [...several(2), { kind: 'not', rule: condition(index) }] }),
    ])();
  };
  return {
    timeZone: 'Europe/Berlin',
    sections: Array.from({ length: SECTIONS }, (_, section) => ({
      ...{ id: idOf(5000 + section), title: `Week ${section + 1}`, isSequential: section % 5 === 0 },
      release: section % 3 === 0 ? condition(section * ACTIVITIES_A_SECTION) : null,
      activities: Array.from({ length: ACTIVITIES_A_SECTION }, (_unused, place) => {
        const index = section * ACTIVITIES_A_SECTION + place;
        return { id: idOf(index), title: `Activity ${index} of the large course`, release: ruleFor(index) };
      }),
    })),
  };
}

function largeClass({ sections }: RuledCourse): LearnerFacts[] {
  const { below } = seededRandom(7);
  const ids = sections.flatMap(({ activities }) => activities.map(({ id }) => id));
  return Array.from({ length: LEARNERS }, (_, index) => ({
    userId: `01990000-0000-7000-8000-${String(9000 + index).padStart(12, '0')}`,
    completed: new Map(ids.filter(() => below(2) === 0).map((id) => [id, new Date(FIRST_DAY)])),
    results: new Map(
      ids.flatMap((id): [string, ResultFact][] => (below(2) === 0 ? [] : [[id, resultOf(below(61))]])),
    ),
    startDay: new Date(FIRST_DAY + (index % 40) * DAY).toISOString().slice(0, 10),
    ofKinds: new Map<string, unknown>(),
  }));
}

/** So many points of 60. */
function resultOf(points: number): ResultFact {
  const percent = Rational.of(points).times(100).over(60);
  return { percent, hasPassed: percent.gte(50), isExcused: points === 0 };
}

function conditionsIn(course: RuledCourse): number {
  return JSON.stringify(course).split(/"kind":"(?:date|completion|score|person)"/).length - 1;
}

main();
