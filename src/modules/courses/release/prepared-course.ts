import type { RuleFrame } from './kinds/condition-kind';
import { StartTimes } from './kinds/date/start-times';
import { isComplete } from './kinds/completion/completion';
import type { ConditionKinds } from './kinds/registry';
import { COMPLETIONS, type FactName, type LearnerFacts, RESULTS } from './learner-facts';
import { both, bothRules, isSame, type PreparedRule, prepareRule, type Unmet } from './prepared-rule';
import type { ReleaseReason } from './reasons';
import { sentences } from './release.sentences';
import { conditionsOf, type StoredRule } from './release-rule';

/** A course as its rules see it, in one version. */
export interface RuledCourse {
  /** IANA name. */
  timeZone: string;
  /** In their order, each before its sub-sections. */
  sections: readonly RuledSection[];
}

export interface RuledSection {
  id: string;
  /** Of which it is a sub-section: what closes that closes this. */
  parentId?: string | null;
  title: string;
  /**
   * Whether its activities, and those of its sub-sections, are done one after the other: what follows the first one that is not complete is
   * closed.
   */
  isSequential: boolean;
  /** Of all its activities, besides their own. */
  release: StoredRule | null;
  /** In their order. */
  activities: readonly RuledActivity[];
}

export interface RuledActivity {
  id: string;
  title: string;
  release: StoredRule | null;
}

/** The section in whose order the activities of a section are done: itself, or that of which it is a part. Null: in no order. */
export function orderOf(
  { id, parentId = null, isSequential }: RuledSection,
  sections: ReadonlyMap<string, RuledSection>,
): string | null {
  if (parentId !== null && sections.get(parentId)?.isSequential === true) return parentId;
  return isSequential ? id : null;
}

/** Whether an activity is open to a learner at an instant. */
export interface Verdict {
  isOpen: boolean;
  /** Closed, and not even told of. */
  isHidden: boolean;
  /** Empty where it is open. Those of what is hidden are for staff only. */
  reasons: readonly ReleaseReason[];
  /**
   * The first instant at which one of the above is different if nothing but time passes; null: never. Until then, the verdict
   * holds.
   */
  nextChangeAt: Date | null;
}

/** Of activities that nothing guards. */
const NO_REASONS: readonly ReleaseReason[] = [];
export const ALWAYS_OPEN: Verdict = {
  isOpen: true,
  isHidden: false,
  reasons: NO_REASONS,
  nextChangeAt: null,
};

interface PreparedSection {
  /** The section in whose order its activities are done: itself, or that of which it is a part. Null: in no order. */
  orderedBy: string | null;
  activities: readonly PreparedActivity[];
}

interface PreparedActivity {
  id: string;
  /** All that may close it but what closes the whole that is done in one order with it. */
  rule: PreparedRule | null;
  /** With those of the section, and of the one of which that is a part. */
  guard: PreparedRule | null;
  /** Why those that follow it in a sequential section are closed. */
  comesFirst: Unmet;
}

/** The rules of a version of a course, prepared once to be evaluated for many learners. */
export class PreparedCourse {
  /** The facts that the rules ask for; of no others need anybody be asked. */
  readonly asks: ReadonlySet<FactName>;
  /** The ids of activities and line items whose results are asked for. */
  readonly targets: ReadonlySet<string>;
  private readonly sections: readonly PreparedSection[];
  /** Of each activity in the outline, from 0. */
  private readonly places: ReadonlyMap<string, number>;

  constructor(course: RuledCourse, kinds: ConditionKinds) {
    const titles = new Map(
      course.sections.flatMap(({ activities }) => activities.map(({ id, title }) => [id, title])),
    );
    const frame: RuleFrame = { starts: new StartTimes(course.timeZone), titleOf: (id) => titles.get(id) };
    this.sections = preparedSections(course, frame, kinds);
    this.places = new Map([...titles.keys()].map((id, place) => [id, place]));
    this.size = 1 + titles.size + JSON.stringify(course).split('"kind"').length;
    [this.asks, this.targets] = askedBy(course, kinds);
  }

  /** Conditions and activities: about how much room it takes. */
  readonly size: number;

  /** Whether nothing in the course is ever closed. */
  get isOpen(): boolean {
    return this.sections.every(
      ({ orderedBy, activities }) => orderedBy === null && activities.every(({ guard }) => guard === null),
    );
  }

  /** Whether some activity may be hidden from somebody. */
  get canHide(): boolean {
    return this.sections.some(({ activities }) => activities.some(({ guard }) => guard?.canHide === true));
  }

  verdicts(facts: LearnerFacts, at: Date): Verdicts {
    const now = at.getTime();
    const verdicts: Verdict[] = [];
    /** By the section in whose order they are done: those so far that the learner has not completed. What follows waits for the first. */
    const waiting = new Map<string | null, PreparedActivity[]>();
    for (const { orderedBy, activities } of this.sections) {
      const unfinished = waiting.get(orderedBy) ?? [];
      waiting.set(orderedBy, unfinished);
      for (const activity of activities) {
        verdicts.push(verdictOf(activity, unfinished, facts, now));
        if (orderedBy !== null && !isComplete(facts, activity.id)) unfinished.push(activity);
      }
    }
    return new Verdicts(verdicts, this.places);
  }
}

/** The verdicts on all activities of a course. */
export class Verdicts {
  constructor(
    /** In the order of the outline. */
    readonly inOrder: readonly Verdict[],
    private readonly places: ReadonlyMap<string, number>,
  ) {}

  /** By the id of the activity. */
  *[Symbol.iterator](): IterableIterator<[string, Verdict]> {
    for (const [id, place] of this.places) yield [id, this.inOrder[place] as Verdict];
  }

  /** Undefined for an activity that the course does not have. */
  get(activityId: string): Verdict | undefined {
    const place = this.places.get(activityId);
    return place === undefined ? undefined : this.inOrder[place];
  }
}

/** @param unfinished what comes before it in a sequential section and is not complete */
function verdictOf(
  { guard }: PreparedActivity,
  unfinished: readonly PreparedActivity[],
  facts: LearnerFacts,
  now: number,
): Verdict {
  const [first] = unfinished;
  if (first?.rule?.canHide === true) return verdictInOrder(guard, unfinished, facts, now);
  const said = guard && guard.unmet(facts, now);
  const change = guard?.isTimed === true ? guard.changeAfter(facts, now, said) : Infinity;
  return toVerdict(first ? both(said, first.comesFirst) : said, change);
}

/** Where those before it may be hidden, and then hold nobody up: what is hidden from a learner cannot be completed by them. */
function verdictInOrder(
  guard: PreparedRule | null,
  unfinished: readonly PreparedActivity[],
  facts: LearnerFacts,
  now: number,
): Verdict {
  const saidAt = (at: number): Unmet | null => {
    const first = unfinished.find(({ rule }) => !rule?.canHide || rule.unmet(facts, at)?.isHidden !== true);
    return both(guard && guard.unmet(facts, at), first?.comesFirst ?? null);
  };
  const rules = [guard, ...unfinished.map(({ rule }) => rule)].filter((rule) => rule !== null);
  const changeAfter = (at: number): number =>
    Math.min(Infinity, ...rules.map((rule) => rule.changeAfter(facts, at)));
  const said = saidAt(now);
  let change = changeAfter(now);
  while (change !== Infinity && isSame(said, saidAt(change))) change = changeAfter(change);
  return toVerdict(said, change);
}

function toVerdict(said: Unmet | null, change: number): Verdict {
  if (said === null && change === Infinity) return ALWAYS_OPEN;
  const nextChangeAt = change === Infinity ? null : new Date(change);
  return said
    ? { isOpen: false, isHidden: said.isHidden, reasons: said.reasons, nextChangeAt }
    : { isOpen: true, isHidden: false, reasons: NO_REASONS, nextChangeAt };
}

function preparedSections(
  { sections }: RuledCourse,
  frame: RuleFrame,
  kinds: ConditionKinds,
): PreparedSection[] {
  const prepare = (rule: StoredRule | null): PreparedRule | null => rule && prepareRule(rule, frame, kinds);
  const whole = new Map(
    sections.map((section) => [section.id, { ...section, rule: prepare(section.release) }]),
  );
  return sections.map((section) => {
    const { id, parentId = null, activities } = section;
    const [own, parent] = [whole.get(id)?.rule ?? null, parentId === null ? undefined : whole.get(parentId)];
    const orderedBy = orderOf(section, whole);
    const rules =
      parent !== undefined && orderedBy === parentId
        ? { outer: parent.rule, inner: own }
        : { outer: together(parent?.rule ?? null, own), inner: null };
    return {
      orderedBy,
      activities: activities.map((activity) => preparedActivity(activity, rules, prepare)),
    };
  });
}

function together(one: PreparedRule | null, other: PreparedRule | null): PreparedRule | null {
  return one && other ? bothRules(one, other) : (one ?? other);
}

/** @param rules of the whole that is done in one order, and of the part of it in which the activity is */
function preparedActivity(
  { id, title, release }: RuledActivity,
  { outer, inner }: { outer: PreparedRule | null; inner: PreparedRule | null },
  prepare: (rule: StoredRule | null) => PreparedRule | null,
): PreparedActivity {
  const rule = together(inner, prepare(release));
  const comesFirst: ReleaseReason = {
    code: 'previous_incomplete',
    values: { activityId: id },
    sentence: sentences.previous({ activity: sentences.named({ title }) }),
  };
  return {
    ...{ id, rule, guard: together(outer, rule) },
    comesFirst: { isHidden: false, reasons: [comesFirst] },
  };
}

/** Which facts the rules of a course ask for, and of which activities and line items. */
function askedBy({ sections }: RuledCourse, kinds: ConditionKinds): [Set<FactName>, Set<string>] {
  const rules = sections.flatMap(({ release, activities }) => [
    release,
    ...activities.map((own) => own.release),
  ]);
  const conditions = rules.flatMap((rule) => (rule ? conditionsOf(rule, '') : []));
  const asks = new Set<FactName>();
  const targets = new Set<string>();
  for (const { condition } of conditions) {
    const kind = kinds.find(condition.kind);
    kind?.asks(condition).forEach((fact) => asks.add(fact));
    kind?.targets(condition).forEach(({ id }) => targets.add(id));
  }
  const byId = new Map(sections.map((section) => [section.id, section]));
  for (const { activities, ...section } of sections) {
    if (orderOf({ activities, ...section }, byId) === null) continue;
    [COMPLETIONS, RESULTS].forEach((fact) => asks.add(fact));
    activities.forEach(({ id }) => targets.add(id));
  }
  return [asks, targets];
}
