import type { LearnerFacts } from '../../../../src/modules/courses/release/learner-facts';
import type { RuledCourse, RuledSection } from '../../../../src/modules/courses/release/prepared-course';

/* A slow and direct reading of the same rules: values as numbers, and time by stepping through every instant there is. */

/** It holds: 1. It does not: -1. It cannot be known: 0. Then `not` is minus, `all` the least, `any` the greatest. */
type Value = 1 | 0 | -1;

// Every field of every kind; each kind has some of them.
interface AnyRule {
  kind: string;
  shown?: boolean;
  of: AnyRule[];
  rule: AnyRule;
  count: number;
  from: AnyMoment | null;
  until: AnyMoment | null;
  activityId: string | null;
  lineItemId: string | null;
  state: string;
  min: string | null;
  max: string | null;
  userIds: string[];
}

interface AnyMoment {
  at?: string;
  daysAfterStart: number;
  time: string;
}

interface Scene {
  course: RuledCourse;
  facts: LearnerFacts;
}

/** What is said of one activity at one instant, the reasons as one text. */
export interface SlowState {
  isOpen: boolean;
  isHidden: boolean;
  reasons: string;
}

export function slowStateOf(activityId: string, scene: Scene, now: number): SlowState {
  const { sections } = scene.course;
  const holder = (id: string): RuledSection =>
    sections.find(({ activities }) => activities.some((activity) => activity.id === id))!;
  const parentOf = ({ parentId }: RuledSection): RuledSection | undefined =>
    sections.find(({ id }) => id === parentId);
  const section = holder(activityId);
  const parent = parentOf(section);
  const own = section.activities.find(({ id }) => id === activityId)!;
  const isUnmet = (rule: AnyRule): boolean => valueOf(rule, scene, now) !== 1;
  const rules = [parent?.release, section.release, own.release].filter(
    (rule) => rule !== null && rule !== undefined,
  );
  const failing = (rules as unknown as AnyRule[]).filter(isUnmet);
  /** All that is done in one order with it. */
  const whole = parent?.isSequential ? parent : section.isSequential ? section : undefined;
  const inOrder = sections
    .filter((each) => each === whole || (whole !== undefined && parentOf(each) === whole))
    .flatMap(({ activities }) => activities);
  const blocking = inOrder
    .slice(
      0,
      inOrder.findIndex(({ id }) => id === activityId),
    )
    .find((earlier) => {
      const part = holder(earlier.id);
      const mayHide = [part === whole ? null : part.release, earlier.release].filter((rule) => rule !== null);
      const isHidden = (mayHide as unknown as AnyRule[]).some(
        (rule) => isUnmet(rule) && hides(rule, 1, scene, now),
      );
      return !isDone(earlier.id, scene.facts) && !isHidden;
    });
  const reasons = [
    ...failing.flatMap((rule) => reasonsOf(rule, 1, scene, now)),
    ...(blocking ? [`previous_incomplete ${blocking.id}`] : []),
  ];
  return {
    isOpen: reasons.length === 0,
    isHidden: failing.some((rule) => hides(rule, 1, scene, now)),
    reasons: reasons.join(' + '),
  };
}

/** Null where it never changes. */
export function slowNextChange(activityId: string, scene: Scene, now: number): number | null {
  const told = (at: number): string => {
    const { isOpen, isHidden, reasons } = slowStateOf(activityId, scene, at);
    return isHidden ? 'hidden' : `${isOpen} ${reasons}`;
  };
  const instants = scene.course.sections
    .flatMap(({ release, activities }) => [release, ...activities.map((activity) => activity.release)])
    .flatMap((rule) => (rule ? momentsIn(rule as unknown as AnyRule) : []))
    .map((moment) => instantOf(moment, scene))
    .filter((instant) => instant !== undefined && instant > now)
    .sort((one, other) => one! - other!);
  return instants.find((instant) => told(instant!) !== told(now)) ?? null;
}

function valueOf(rule: AnyRule, scene: Scene, now: number): Value {
  const parts = (): Value[] =>
    rule.of.map((part) => valueOf(part, scene, now)).sort((one, other) => other - one);
  if (rule.kind === 'all') return parts().at(-1)!;
  if (rule.kind === 'any') return parts()[0]!;
  // More than there are never hold.
  if (rule.kind === 'at_least') return parts()[rule.count - 1] ?? -1;
  if (rule.kind === 'not') return -valueOf(rule.rule, scene, now) as Value;
  return valueOfCondition(rule, scene, now);
}

function valueOfCondition(rule: AnyRule, scene: Scene, now: number): Value {
  const { completed, results, userId } = scene.facts;
  const truth = (holds: boolean): Value => (holds ? 1 : -1);
  const target = rule.activityId ?? rule.lineItemId ?? '';
  const result = results.get(target);
  switch (rule.kind) {
    case 'date': {
      const ends = [rule.from, rule.until].map((moment) => (moment ? instantOf(moment, scene) : null));
      if (ends.includes(undefined)) return 0;
      return truth((ends[0] ?? -Infinity) <= now && now < (ends[1] ?? Infinity));
    }
    case 'person':
      return truth(rule.userIds.includes(userId));
    case 'completion': {
      if (!hasActivity(target, scene.course)) return 0;
      if (result?.isExcused) return truth(rule.state === 'complete' || rule.state === 'passed');
      if (rule.state === 'complete' || rule.state === 'incomplete')
        return truth(completed.has(target) === (rule.state === 'complete'));
      if (result?.hasPassed === undefined || result.hasPassed === null) return 0;
      return truth(result.hasPassed === (rule.state === 'passed'));
    }
    case 'score': {
      if (rule.activityId && !hasActivity(target, scene.course)) return 0;
      if (!result) return 0;
      if (result.isExcused) return 1;
      if (result.percent === null) return 0;
      // Of scores of a few digits, floating point numbers are exact enough.
      const percent = Number(result.percent.toDecimal(8));
      return truth(percent >= Number(rule.min ?? '0') && percent < Number(rule.max ?? '100000'));
    }
    default:
      return 0;
  }
}

function hides(rule: AnyRule, wanted: 1 | -1, scene: Scene, now: number): boolean {
  if (rule.shown === false) return true;
  if (rule.kind === 'not') return hides(rule.rule, -wanted as 1 | -1, scene, now);
  if (rule.of === undefined) return false;
  const failing = rule.of.filter((part) => valueOf(part, scene, now) !== wanted);
  const isNeeded = rule.kind === (wanted === 1 ? 'all' : 'any');
  const hiding = failing.filter((part) => hides(part, wanted, scene, now)).length;
  return isNeeded ? hiding > 0 : hiding > 0 && hiding === failing.length;
}

function reasonsOf(rule: AnyRule, wanted: 1 | -1, scene: Scene, now: number): string[] {
  if (rule.kind === 'not') return reasonsOf(rule.rule, -wanted as 1 | -1, scene, now);
  if (rule.of === undefined) return [reasonOf(rule, wanted, scene, now)];
  const failing = rule.of.filter((part) => valueOf(part, scene, now) !== wanted);
  if (rule.kind === (wanted === 1 ? 'all' : 'any'))
    return failing.flatMap((part) => reasonsOf(part, wanted, scene, now));
  const shown = failing.filter((part) => !hides(part, wanted, scene, now));
  const told = (shown.length > 0 ? shown : failing).map((part) => {
    const reasons = reasonsOf(part, wanted, scene, now);
    return reasons.length === 1 ? reasons[0]! : `all_of(${reasons.join(', ')})`;
  });
  if (told.length === 0) return ['never_met'];
  if (told.length === 1) return told;
  const needed = rule.kind === 'at_least' ? rule.count : rule.kind === 'any' ? 1 : rule.of.length;
  const met = rule.of.length - failing.length;
  const missing = (wanted === 1 ? needed : rule.of.length - needed + 1) - met;
  return [missing === 1 ? `any_of(${told.join(', ')})` : `at_least ${missing}(${told.join(', ')})`];
}

function reasonOf(rule: AnyRule, wanted: 1 | -1, scene: Scene, now: number): string {
  const target = rule.activityId ?? rule.lineItemId ?? '';
  const result = scene.facts.results.get(target);
  switch (rule.kind) {
    case 'date':
      return dateReason(rule, wanted, scene, now);
    case 'person':
      return 'not_for_you';
    case 'completion': {
      if (!hasActivity(target, scene.course)) return 'target_missing';
      if (result?.isExcused) return `excused ${target}`;
      const isOpposite = rule.state === 'incomplete' || rule.state === 'failed';
      const wantsIt = isOpposite === (wanted === -1);
      if (rule.state === 'complete' || rule.state === 'incomplete')
        return `${wantsIt ? 'complete_first' : 'already_complete'} ${target}`;
      if (wantsIt) return `pass_first ${target}`;
      return `${result?.hasPassed === true ? 'already_passed' : 'result_first'} ${target}`;
    }
    case 'score': {
      if (rule.activityId && !hasActivity(target, scene.course)) return 'target_missing';
      if (rule.lineItemId && !result) return 'target_missing';
      const values = [target, rule.min, rule.max].filter((value) => value !== null).join(' ');
      if (result?.isExcused) return `excused ${values}`;
      if (wanted === 1) return `score_needed ${values}`;
      return `${result?.percent ? 'score_outside' : 'result_first'} ${values}`;
    }
    default:
      return `kind_unknown ${rule.kind}`;
  }
}

function dateReason(rule: AnyRule, wanted: 1 | -1, scene: Scene, now: number): string {
  const ends = [rule.from, rule.until].map((moment) => (moment ? instantOf(moment, scene) : null));
  if (ends.includes(undefined)) return 'start_missing';
  const [from, until] = ends as [number | null, number | null];
  if (wanted === 1 && from !== null && until !== null && from >= until) return 'never_open';
  const next = wanted === 1 ? from : until;
  const text = (instant: number | null): string => new Date(instant!).toISOString();
  return next !== null && next > now
    ? `opens_at ${text(next)}`
    : `closed_since ${text(wanted === 1 ? until : from)}`;
}

function isDone(id: string, { completed, results }: LearnerFacts): boolean {
  return completed.has(id) || results.get(id)?.isExcused === true;
}

function hasActivity(wanted: string, { sections }: RuledCourse): boolean {
  return sections.some(({ activities }) => activities.some(({ id }) => id === wanted));
}

function momentsIn(rule: AnyRule): AnyMoment[] {
  const inside = [...(rule.of ?? []), ...(rule.rule === undefined ? [] : [rule.rule])];
  return [...inside.flatMap(momentsIn), ...[rule.from, rule.until].filter((moment) => !!moment)];
}

/** Undefined where it hangs on a start that the learner does not have. */
function instantOf(moment: AnyMoment, { course, facts }: Scene): number | undefined {
  if (moment.at !== undefined) return Date.parse(moment.at);
  if (facts.startDay === null) return undefined;
  const [hours, minutes] = moment.time.split(':');
  const afterMidnight = Number(hours) * 60 + Number(minutes);
  return slowLocalInstant(facts.startDay, moment.daysAfterStart, afterMidnight, course.timeZone);
}

const FOUND = new Map<string, number>();

/** The first minute at which a clock in the zone shows this time or a later one, looked for minute by minute. */
export function slowLocalInstant(day: string, days: number, minutes: number, timeZone: string): number {
  const key = [day, days, minutes, timeZone].join(' ');
  const found = FOUND.get(key);
  if (found !== undefined) return found;
  const wall = Date.parse(`${day}T00:00:00Z`) + days * 86_400_000 + minutes * 60_000;
  const wanted = new Date(wall).toISOString().slice(0, 16).replace('T', ' ');
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  let instant = wall - 16 * 3_600_000;
  while (clock.format(instant) < wanted) instant += 60_000;
  FOUND.set(key, instant);
  return instant;
}
