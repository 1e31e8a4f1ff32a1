import type { FieldError } from '../../../../shared/errors/domain-error';
import { invalidRequest } from '../../../../shared/http/validation';
import { inEnglish } from '../../../../shared/sentences/say';
import { type AssignGroupsDto, type LearnerListDto, MOST_GROUPS } from '../dto/group-assignment.dto';
import type { AssignedGroupResponse } from '../dto/group-assignment.response';
import { sentences } from '../groups.sentences';
import { assignAtRandom } from './assigning';
import { GroupsImpossibleError } from './assigning.errors';
import type { NamedLearner } from './assignments.repository';
import { unitsOf } from './constraints';
import { countOfGroups } from './sizes';

/** What an assignment begins with. */
interface Beginning {
  /** The active learners of the course. */
  learners: readonly NamedLearner[];
  /** The groups of the set, as they were made. */
  groups: readonly { id: string; title: string }[];
  /** The group of each person who is in one. */
  places: ReadonlyMap<string, string>;
  wishes: AssignGroupsDto;
  seed: number;
}

export interface PlannedAssignment {
  isEven: boolean;
  placed: number;
  groups: AssignedGroupResponse[];
}

/** Who comes where. Throws GroupsImpossibleError, or the InvalidError that names wishes that cannot be met. */
export function planAssignment({ learners, groups, places, wishes, seed }: Beginning): PlannedAssignment {
  const { together = [], apart = [], remainder = 'spread', groupCount, groupSize } = wishes;
  const names = new Map(
    learners.map(({ userId, givenName, familyName }) => [userId, `${givenName} ${familyName}`]),
  );
  refuseUnknown({ together, apart }, names);
  const placeOf = new Map(groups.map(({ id }, place) => [id, place]));
  const placed = new Map<string, number>();
  const movable: string[] = [];
  for (const { userId } of learners) {
    const place = wishes.learners === 'all' ? undefined : placeOf.get(places.get(userId) ?? '');
    if (place === undefined) movable.push(userId);
    else placed.set(userId, place);
  }
  const staying = groups.map(() => 0);
  for (const place of placed.values()) staying[place]! += 1;
  const count = countOfGroups(staying, movable.length, { groupCount, groupSize, remainder });
  refuseCount(count, groups.length, groupCount);
  const sizes = Array.from({ length: count }, (_, place) => staying[place] ?? 0);
  const constraints = {
    together: together.map(({ userIds }) => userIds),
    apart: apart.map(({ userIds }) => userIds),
  };
  const nameOf = (userId: string): string => names.get(userId) ?? userId;
  const { units, faults } = unitsOf({ movable, placed, groupCount: count }, constraints);
  if (faults.length > 0) throw new GroupsImpossibleError(faults, nameOf);
  const fillTo = remainder === 'smaller' ? (groupSize ?? null) : null;
  const assigned = assignAtRandom({ units, sizes, fillTo, seed });
  if (!assigned) {
    const lists = constraints.apart.map((userIds, index) => ({
      userIds,
      list: { of: 'apart' as const, index },
    }));
    throw new GroupsImpossibleError(
      lists.map((list) => ({ ...list, kind: 'not_found' })),
      nameOf,
    );
  }
  const comers = Map.groupBy(movable.toSorted(), (userId) => assigned.groupOf.get(userId));
  const titles = newTitles(
    groups,
    count - groups.length,
    wishes.groupTitle ?? inEnglish(sentences.newGroup()),
  );
  const all = [...groups.map(({ id: groupId, title }) => ({ groupId, title })), ...titles];
  return {
    isEven: assigned.isEven,
    placed: movable.length,
    groups: all.map((group, place) => ({
      ...group,
      stayed: sizes[place]!,
      userIds: comers.get(place) ?? [],
    })),
  };
}

/** Titles with the next numbers that no group has. */
function newTitles(
  groups: readonly { title: string }[],
  count: number,
  title: string,
): { groupId: null; title: string }[] {
  const taken = new Set(groups.map((group) => group.title.toLowerCase()));
  const made: { groupId: null; title: string }[] = [];
  for (let number = 1; made.length < count; number += 1) {
    const numbered = `${title} ${number}`;
    if (!taken.has(numbered.toLowerCase())) made.push({ groupId: null, title: numbered });
  }
  return made;
}

function refuseUnknown(
  lists: Record<'together' | 'apart', readonly LearnerListDto[]>,
  learners: ReadonlyMap<string, string>,
): void {
  const faults = Object.entries(lists).flatMap(([of, all]) =>
    all.flatMap(({ userIds }, index) =>
      userIds.flatMap((userId, place): FieldError[] => {
        const field = `${of}[${index}].userIds[${place}]`;
        if (learners.has(userId)) return [];
        return [{ field, rule: 'isActiveLearner', message: sentences.noActiveLearner({ field }) }];
      }),
    ),
  );
  if (faults.length > 0) throw invalidRequest(faults);
}

function refuseCount(count: number, present: number, asked: number | undefined): void {
  const field = 'groupCount';
  if (asked !== undefined && asked < present)
    throw invalidRequest([{ field, rule: 'min', message: sentences.fewerGroups({ field, count: present }) }]);
  if (count === 0)
    throw invalidRequest([{ field, rule: 'isNeeded', message: sentences.noGroups({ field }) }]);
  if (count > MOST_GROUPS)
    throw invalidRequest([
      {
        field: 'groupSize',
        rule: 'mostGroups',
        message: sentences.tooManyGroups({ field: 'groupSize', most: MOST_GROUPS }),
      },
    ]);
}
