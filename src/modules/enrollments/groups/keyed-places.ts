import { Injectable } from '@nestjs/common';
import { GroupSetsRepository } from './group-sets.repository';
import { GroupFullError } from './groups.errors';
import { GroupsRepository } from './groups.repository';
import { type GroupOnDay, MembershipsRepository } from './memberships.repository';
import { MembershipsService } from './memberships.service';

/** Puts those who come into a course with the key of a group into the group. */
@Injectable()
export class KeyedPlaces {
  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly sets: GroupSetsRepository,
    private readonly groups: GroupsRepository,
    private readonly service: MembershipsService,
  ) {}

  /**
   * Whether learners join the set by themselves, and when, does not bind whoever has a key; the size of its groups does. Call it in the
   * transaction that enrolled the person, whose account it holds. A group that is gone is passed over. Throws GroupFullError.
   */
  async take({ groupId, courseId, today }: GroupOnDay, userId: string): Promise<void> {
    const found = await this.groups.find(groupId);
    const set = found && (await this.sets.lock(found.setId));
    if (!set) return;
    const [group] = await this.groups.hold(set.id, [groupId]);
    if (!group) return;
    const own = (await this.memberships.standing(set.id, [userId])).get(userId);
    if (own?.groupId !== groupId && set.groupSize !== null) {
      const members = await this.memberships.countMembers({ groupId, courseId, today }, set.groupSize);
      if (members >= set.groupSize) throw new GroupFullError(members);
    }
    await this.service.write(courseId, set.id, [{ userId, groupId }], { by: userId, ending: 'moved' });
  }
}
