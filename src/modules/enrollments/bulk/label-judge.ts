import type { Candidate } from '../candidates.repository';
import type { StandingPlace } from '../groups/group-rules';
import {
  type BulkFacts,
  placeKey,
  replacePlace,
  replaceTag,
  tagKey,
  titled,
  type Titled,
} from './bulk-facts';
import { type BulkPlan, type Claim, type Effect, isActiveLearner, Refusal } from './bulk-plan';
import type { BulkRow } from './bulk-rows';
import { sentences } from './bulk.sentences';
import { cellFault } from './row-cells';

/** Decides about rows that put people into groups and give them tags. */
export class LabelJudge {
  constructor(
    private readonly facts: BulkFacts,
    private readonly plan: BulkPlan,
  ) {}

  /** @param claim to be called once it is known what the row is about */
  effect(row: BulkRow, candidate: Candidate, claim: (made: Claim) => void): Effect {
    return row.action === 'tag' || row.action === 'untag'
      ? this.tagEffect(row, candidate, claim)
      : this.placeEffect(row, candidate, claim);
  }

  private placeEffect(row: BulkRow, candidate: Candidate, claim: (made: Claim) => void): Effect {
    const { action } = row;
    const { set, group } = this.placeIn(row);
    const userId = candidate.person.id;
    const setId = set.id;
    claim({ subject: setId, wish: `${action} ${group?.id ?? ''}` });
    this.requireActive(row, candidate);
    const from = this.facts.places.get(placeKey(setId, userId)) ?? null;
    const before = { setId, groupId: from?.groupId ?? null };
    const told = { before };
    const isOut = action === 'take_out_of_group';
    const stays = isOut ? !from || (group && group.id !== from.groupId) : from?.groupId === group?.id;
    if (stays) return { ...told, after: before };
    const to = isOut ? null : (group?.id ?? null);
    return { ...told, after: { setId, groupId: to }, apply: () => this.place(userId, setId, { from, to }) };
  }

  private place(
    userId: string,
    setId: string,
    { from, to }: { from: StandingPlace | null; to: string | null },
  ): void {
    this.plan.places.push({ setId, userId, from, to });
    replacePlace(this.facts, userId, { setId, groupId: to });
  }

  /** The set, and the group where one is named. */
  private placeIn({ groupSet, group: name }: BulkRow): { set: Titled; group: Titled | undefined } {
    const { sets } = this.facts.labels;
    if (groupSet !== undefined) {
      const set = titled(sets, groupSet);
      if (!set) throw new Refusal(cellFault('groupSet', 'unknown_group_set', sentences.noSet(), groupSet));
      const group = name === undefined ? undefined : titled(set.groups, name);
      if (name !== undefined && !group) throw unknownGroup(name);
      return { set, group };
    }
    const wanted = name ?? '';
    const found = sets.flatMap((set) => {
      const group = titled(set.groups, wanted);
      return group ? [{ set, group }] : [];
    });
    const [first, second] = found;
    if (!first) throw unknownGroup(wanted);
    if (second) throw new Refusal(cellFault('group', 'several_groups', sentences.severalGroups(), wanted));
    return first;
  }

  private tagEffect(row: BulkRow, candidate: Candidate, claim: (made: Claim) => void): Effect {
    const { action, tag: name = '' } = row;
    const tag = titled(this.facts.labels.tags, name);
    if (!tag) throw new Refusal(cellFault('tag', 'unknown_tag', sentences.noTag(), name));
    const userId = candidate.person.id;
    const tagId = tag.id;
    const isWanted = action === 'tag';
    claim({ subject: tagId, wish: action });
    if (isWanted) this.requireActive(row, candidate);
    const before = { tagId, isTagged: this.facts.tagged.has(tagKey(tagId, userId)) };
    const told = { before };
    if (before.isTagged === isWanted) return { ...told, after: before };
    const after = { tagId, isTagged: isWanted };
    return {
      ...{ ...told, after },
      apply: () => {
        this.plan[isWanted ? 'tagged' : 'untagged'].push({ tagId, userId });
        replaceTag(this.facts, userId, after);
      },
    };
  }

  private requireActive({ person: { by, value } }: BulkRow, candidate: Candidate): void {
    if (!isActiveLearner(candidate, this.facts.today))
      throw new Refusal(cellFault(by, 'not_active_learner', sentences.notActiveLearner(), value));
  }
}

function unknownGroup(name: string): Refusal {
  return new Refusal(cellFault('group', 'unknown_group', sentences.noGroup(), name));
}
