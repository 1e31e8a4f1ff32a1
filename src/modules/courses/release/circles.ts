import type { ConditionKinds } from './kinds/registry';
import { orderOf, type RuledActivity, type RuledCourse } from './prepared-course';
import type { RuleFault, RuleOwner } from './rule-fault';
import { sentences } from './release.sentences';
import { isGroup, mayHide, type StoredRule } from './release-rule';

/** What an activity waits for: another one that must have been worked on. */
interface Wait {
  activityId: string;
  owner: RuleOwner;
  field: string;
}

/** Whether an activity can have been worked on. */
type IsDone = (activityId: string) => boolean;

interface Node {
  activity: RuledActivity;
  /** Whether it can be opened once these can be. */
  canOpen: (isDone: IsDone) => boolean;
  waits: Wait[];
}

/**
 * Activities that wait for each other, so that none can ever be opened: by conditions on each other's completion or score, of
 * their own or of their sections, and by the order of sequential sections. Where an alternative opens one of them, there is no
 * circle. One fault for each circle.
 */
export function circlesIn(course: RuledCourse, kinds: ConditionKinds): RuleFault[] {
  const nodes = new Map(nodesOf(course, kinds).map((node) => [node.activity.id, node]));
  const openable = openableOf(nodes);
  const told = new Set<string>();
  const faults: RuleFault[] = [];
  for (const [id] of nodes) {
    if (openable.has(id) || told.has(id)) continue;
    const circle = circleFrom(id, nodes, openable, told);
    if (circle) faults.push(faultOf(circle, nodes));
  }
  return faults;
}

/**
 * The least set of activities such that each can be opened once those before it were: whatever is left over waits in vain. What
 * the course does not have is a fault of its own, and taken to be there.
 */
function openableOf(nodes: ReadonlyMap<string, Node>): Set<string> {
  const openable = new Set<string>();
  const isDone: IsDone = (id) => openable.has(id) || !nodes.has(id);
  for (let size = -1; size < openable.size;) {
    size = openable.size;
    for (const [id, { canOpen }] of nodes) if (canOpen(isDone)) openable.add(id);
  }
  return openable;
}

function nodesOf({ sections }: RuledCourse, kinds: ConditionKinds): Node[] {
  const byId = new Map(sections.map((section) => [section.id, section]));
  /** By the section in whose order they are done: those that hold up what follows. */
  const earlier = new Map<string, string[]>();
  return sections.flatMap((section) => {
    const { parentId = null, release, activities } = section;
    const parent = parentId === null ? undefined : byId.get(parentId);
    const order = orderOf(section, byId);
    const before = order === null ? [] : (earlier.get(order) ?? []);
    if (order !== null) earlier.set(order, before);
    const orderOwner = ownerOf(byId.get(order ?? '') ?? section);
    const shared = [parent, section].flatMap((whole) =>
      whole?.release ? waitsOf(whole.release, 'releaseRule', false, ownerOf(whole), kinds) : [],
    );
    // One that may be hidden from a learner does not hold them up.
    const isHiding = order === parentId && release !== null && mayHide(release);
    return activities.map((activity) => {
      const owner: RuleOwner = { what: 'activity', id: activity.id, title: activity.title };
      const comesFirst = [...before];
      if (order !== null && !isHiding && (activity.release === null || !mayHide(activity.release)))
        before.push(activity.id);
      const rules = [parent?.release, release, activity.release].filter(
        (rule) => rule !== null && rule !== undefined,
      );
      return {
        activity,
        canOpen: (isDone) =>
          comesFirst.every((id) => isDone(id)) &&
          rules.every((rule) => isInReach(rule, false, kinds, isDone)),
        waits: [
          ...(activity.release ? waitsOf(activity.release, 'releaseRule', false, owner, kinds) : []),
          ...shared,
          ...comesFirst.map((activityId) => ({ activityId, owner: orderOwner, field: 'sequential' })),
        ],
      };
    });
  });
}

function ownerOf({ id, title }: { id: string; title: string }): RuleOwner {
  return { what: 'section', id, title };
}

/** Whether a rule can be met by somebody who has done what can be opened. Everything else about it is taken to be well. */
function isInReach(rule: StoredRule, isNegated: boolean, kinds: ConditionKinds, isDone: IsDone): boolean {
  if (!isGroup(rule)) {
    const waits = kinds.find(rule.kind)?.waitsFor?.(rule, isNegated) ?? [];
    return waits.every(isDone);
  }
  if (rule.kind === 'not') return isInReach(rule.rule, !isNegated, kinds, isDone);
  const count = rule.of.filter((part) => isInReach(part, isNegated, kinds, isDone)).length;
  const needed = rule.kind === 'all' ? rule.of.length : rule.kind === 'any' ? 1 : rule.count;
  return count >= Math.min(isNegated ? rule.of.length - needed + 1 : needed, rule.of.length);
}

function waitsOf(
  rule: StoredRule,
  field: string,
  isNegated: boolean,
  owner: RuleOwner,
  kinds: ConditionKinds,
): Wait[] {
  if (!isGroup(rule))
    return (kinds.find(rule.kind)?.waitsFor?.(rule, isNegated) ?? []).map((activityId) => ({
      ...{ activityId, owner, field },
    }));
  if (rule.kind === 'not') return waitsOf(rule.rule, `${field}.rule`, !isNegated, owner, kinds);
  return rule.of.flatMap((part, index) => waitsOf(part, `${field}.of[${index}]`, isNegated, owner, kinds));
}

/**
 * The first circle on the way from an activity through those that it waits for in vain. `told` gets every activity on the way:
 * what leads into a circle is well once the circle is gone.
 */
function circleFrom(
  start: string,
  nodes: ReadonlyMap<string, Node>,
  openable: ReadonlySet<string>,
  told: Set<string>,
): Wait[] | undefined {
  const way: Wait[] = [];
  const places = new Map<string, number>();
  let id = start;
  while (!places.has(id) && !told.has(id)) {
    places.set(id, way.length);
    const next = nodes
      .get(id)
      ?.waits.find(({ activityId }) => nodes.has(activityId) && !openable.has(activityId));
    if (!next) break;
    way.push(next);
    id = next.activityId;
  }
  const isClosed = places.has(id) && way.at(-1)?.activityId === id;
  for (const seen of places.keys()) told.add(seen);
  return isClosed ? way.slice(places.get(id)) : undefined;
}

/** A circle as the waits of each of its activities, the first of which the last one waits for. */
function faultOf(circle: readonly Wait[], nodes: ReadonlyMap<string, Node>): RuleFault {
  const [{ owner, field }] = circle as [Wait];
  const titles = circle.map(({ activityId }) => nodes.get(activityId)!.activity.title);
  // The last wait is for the first activity, with which the path begins and ends.
  const path = [titles.at(-1)!, ...titles].map((title) => `“${title}”`).join(' → ');
  const of = sentences.named({ title: owner.title });
  return { code: 'circle', of: owner, field, message: sentences.circle({ of, field, path }) };
}
