import { Injectable } from '@nestjs/common';
import { instantEndPolicy } from './instant-end-policy';
import { optionalReference } from './roster-kind';
import type {
  EndPolicy,
  KnownReferences,
  PendingRow,
  ReferenceFacts,
  RosterKind,
  RowReference,
} from './roster-kind';
import { common, type FileDefinition, optional, type RecordOf, required } from '../bundle/columns';
import { day, type Format, guid, oneOf } from '../bundle/formats';
import { quotable } from '../bundle/limits';
import { sentences } from '../rostering.sentences';
import { type HeldRole, isRoleWord, ROLE_WORDS } from './users/deciding-role';
import { RosterRoles, type RosterRoleFields } from './users/roster-roles.repository';

const ROLE_TYPES = ['primary', 'secondary'] as const;

/** Words that a school adds to those of the specification. */
const OWN_WORD = /^ext:[\w-]+$/i;
const specified = oneOf(ROLE_WORDS);
const role: Format<string> = (value) => (OWN_WORD.test(value) ? guid(value) : specified(value));

/** endDate is exclusive: the first day on which the role holds no longer. userProfileSourcedId is not read. */
const roles = {
  ...common,
  userSourcedId: required(guid),
  roleType: required(oneOf(ROLE_TYPES)),
  role: required(role),
  beginDate: optional(day),
  endDate: optional(day),
  orgSourcedId: optional(guid),
};
export type RoleRecord = RecordOf<typeof roles>;

declare module '../bundle/columns' {
  interface EntityRecords {
    roles: RoleRecord;
  }
}

declare module './roster-kind' {
  interface ReferenceFacts {
    /** All roles of a person, who is referred to by their own sourcedId. */
    roles: {
      roles: readonly HeldRole[];
      /** In a dry run, which does not store the roles of the file, true if it has some of this person. */
      isIncomplete: boolean;
    };
  }
}

/**
 * The roles of people, which OneRoster 1.2 has in a file of their own. They are stored before the people are, because the
 * roles of a person are rows in any order, and a file of changes has only some of them. The rows of people ask for them.
 */
@Injectable()
export class RolesKind implements RosterKind<'roles', RosterRoleFields> {
  static readonly definition: FileDefinition<'roles'> = { kind: 'roles', number: 10, columns: roles };
  readonly kind = 'roles';
  readonly compared = ['userSourcedId', 'role', 'roleType', 'beginDate', 'endDate', 'orgId'] as const;
  readonly isComparedFirst = true;
  readonly uniqueIndexes = [];
  readonly endPolicy: EndPolicy<RoleRecord, RosterRoleFields>;

  constructor(readonly rows: RosterRoles) {
    this.endPolicy = instantEndPolicy<RoleRecord, RosterRoleFields, 'endedAt'>('endedAt', {
      endAbsent: (absent, { now }) =>
        rows.end(
          absent.map(({ id }) => id),
          now,
        ),
    });
  }

  referencesOf({ orgSourcedId }: RoleRecord): RowReference[] {
    return optionalReference('orgSourcedId', 'orgs', orgSourcedId);
  }

  wanted(
    { record, stored, warnings }: PendingRow<RoleRecord, RosterRoleFields>,
    references: KnownReferences,
  ): RosterRoleFields {
    const { userSourcedId, roleType, beginDate, endDate, orgSourcedId } = record;
    if (!isRoleWord(record.role))
      warnings.push({
        ...{ column: 'role', code: 'role_without_rights', value: quotable(record.role) },
        message: sentences.roleGivesNothing({ role: quotable(record.role) }),
      });
    return {
      ...{ userSourcedId, roleType, role: record.role, beginDate, endDate },
      orgId: references.find('orgs', orgSourcedId)?.id ?? null,
      endedAt: stored?.endedAt ?? null,
    };
  }

  async factsAbout(userSourcedIds: readonly string[]): Promise<Map<string, ReferenceFacts['roles']>> {
    const held = Map.groupBy(await this.rows.heldBy(userSourcedIds), ({ userSourcedId }) => userSourcedId);
    return new Map(
      userSourcedIds.map((sourcedId) => [
        sourcedId,
        { roles: held.get(sourcedId) ?? [], isIncomplete: false },
      ]),
    );
  }
}
