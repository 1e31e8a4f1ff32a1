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
  /** In their order. */
  sections: readonly RuledSection[];
}

export interface RuledSection {
  id: string;
  title: string;
  /** Whether its activities are done one after the other: what follows the first one that is not complete is closed. */
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
  isSequential: boolean;
  activities: readonly PreparedActivity[];
}

interface PreparedActivity {
  id: string;
  rule: PreparedRule | null;
  /** With that of the section. */
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
    this.sections = course.sections.map((section) => preparedSection(section, frame, kinds));
    this.places = new Map([...titles.keys()].map((id, place) => [id, place]));
    this.size = 1 + titles.size + JSON.stringify(course).split('"kind"').length;
    [this.asks, this.targets] = askedBy(course, kinds);
  }

  /** Conditions and activities: about how much room it takes. */
  readonly size: number;

  /** Whether nothing in the course is ever closed. */
  get isOpen(): boolean {
    return this.sections.every(
      ({ isSequential, activities }) => !isSequential && activities.every(({ guard }) => guard === null),
    );
  }

  /** Whether some activity may be hidden from somebody. */
  get canHide(): boolean {
    return this.sections.some(({ activities }) => activities.some(({ guard }) => guard?.canHide === true));
  }

  verdicts(facts: LearnerFacts, at: Date): Verdicts {
    const now = at.getTime();
    const verdicts: Verdict[] = [];
    for (const { isSequential, activities } of this.sections) {
      /** Those so far that the learner has not completed; what follows them waits for the first. */
      const unfinished: PreparedActivity[] = [];
      for (const activity of activities) {
        verdicts.push(verdictOf(activity, unfinished, facts, now));
        if (isSequential && !isComplete(facts, activity.id)) unfinished.push(activity);
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

function preparedSection(
  { isSequential, release, activities }: RuledSection,
  frame: RuleFrame,
  kinds: ConditionKinds,
): PreparedSection {
  const rule = release && prepareRule(release, frame, kinds);
  return {
    isSequential,
    activities: activities.map((activity) => preparedActivity(activity, rule, frame, kinds)),
  };
}

function preparedActivity(
  { id, title, release }: RuledActivity,
  ofSection: PreparedRule | null,
  frame: RuleFrame,
  kinds: ConditionKinds,
): PreparedActivity {
  const rule = release && prepareRule(release, frame, kinds);
  const comesFirst: ReleaseReason = {
    code: 'previous_incomplete',
    values: { activityId: id },
    sentence: sentences.previous({ activity: sentences.named({ title }) }),
  };
  return {
    ...{ id, rule, guard: ofSection && rule ? bothRules(ofSection, rule) : (ofSection ?? rule) },
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
  for (const { isSequential, activities } of sections) {
    if (!isSequential) continue;
    [COMPLETIONS, RESULTS].forEach((fact) => asks.add(fact));
    activities.forEach(({ id }) => targets.add(id));
  }
  return [asks, targets];
}
