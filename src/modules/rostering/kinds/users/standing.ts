import type { RosterUser } from '../../../identity';
import { sentences } from '../../rostering.sentences';
import type { KnownReferences, PendingRow, RowRemark } from '../roster-kind';
import {
  decidingRole,
  hasSeveralPrimary,
  isAdministrator,
  platformRoleOf,
  type RoleWord,
} from './deciding-role';
import type { UserRecord } from './user-record';

/** What the roles of a person make of their account. */
export type Standing = Pick<RosterUser, 'role' | 'relation' | 'orgId'>;

export function standingAs(role: RoleWord, orgId: string | null): Standing {
  const platformRole = platformRoleOf(role);
  return { role: platformRole, relation: platformRole === 'guardian' ? role : null, orgId };
}

/**
 * By users.csv where it has a role, otherwise by the roles of the person that are stored. Where none of them holds, an account
 * stays as it is. Undefined for a new person without a role: as a learner they would be what a guardian must not become.
 */
export function standingOf(
  { record, stored, warnings }: PendingRow<UserRecord, RosterUser>,
  references: KnownReferences,
  today: string,
): Standing | undefined {
  const { roles = [], isIncomplete = false } = references.find('roles', record.sourcedId) ?? {};
  const role = record.role ?? decidingRole(roles, today)?.role;
  if (role !== undefined) {
    if (isAdministrator(role) && !stored) warnings.push({ ...NOT_MADE_ADMINISTRATOR, value: role });
    if (hasSeveralPrimary(roles, today)) warnings.push(SEVERAL_PRIMARY_ROLES);
    return standingAs(role, record.role === null ? (decidingRole(roles, today)?.orgId ?? null) : null);
  }
  if (stored) {
    if (record.enabledUser && !isIncomplete) warnings.push(ROLE_KEPT);
    return stored;
  }
  return isIncomplete || !record.enabledUser ? standingAs('student', null) : undefined;
}

const NOT_MADE_ADMINISTRATOR: RowRemark = {
  column: 'role',
  code: 'administrator_not_granted',
  message: sentences.administratorNotGranted(),
  value: 'administrator',
};

/** Why a person without a role is refused. */
export function roleMissing({ sourcedId }: UserRecord): RowRemark {
  return {
    ...{ column: 'sourcedId', code: 'role_missing', value: sourcedId },
    message: sentences.roleMissing(),
  };
}

const ROLE_KEPT: RowRemark = {
  ...{ column: null, code: 'role_missing', value: null },
  message: sentences.roleKept(),
};

const SEVERAL_PRIMARY_ROLES: RowRemark = {
  ...{ column: null, code: 'several_primary_roles', value: null },
  message: sentences.severalPrimaryRoles(),
};
