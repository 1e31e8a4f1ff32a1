import { common, optional, optionalList, type RecordOf, required } from '../../bundle/columns';
import { boolean, guid, oneOf, plainText, text } from '../../bundle/formats';
import { ROLE_WORDS } from './deciding-role';

/**
 * The columns of all versions. Up to 1.1, role and orgSourcedIds say what roles.csv says in 1.2, and users.csv must have a
 * role. The column password is not read: the file has it in plain text.
 */
export const users = {
  ...common,
  enabledUser: required(boolean),
  orgSourcedIds: optionalList(guid),
  role: optional(oneOf(ROLE_WORDS)),
  username: required(plainText),
  // People with one name have it in either of the two.
  givenName: optional(text()),
  familyName: optional(text()),
  middleName: optional(text()),
  identifier: optional(text()),
  email: optional(plainText),
  sms: optional(text()),
  phone: optional(text()),
  agentSourcedIds: optionalList(guid),
  // From 1.2 on.
  userMasterIdentifier: optional(text()),
  preferredGivenName: optional(text()),
  preferredMiddleName: optional(text()),
  preferredFamilyName: optional(text()),
  primaryOrgSourcedId: optional(guid),
};
export type UserRecord = RecordOf<typeof users>;

declare module '../../bundle/columns' {
  interface EntityRecords {
    users: UserRecord;
  }
}

/** The name that a person prefers is the one by which others know them. */
export function givenNameOf({ preferredGivenName, givenName }: UserRecord): string | null {
  return preferredGivenName ?? givenName;
}

export function familyNameOf({ preferredFamilyName, familyName }: UserRecord): string | null {
  return preferredFamilyName ?? familyName;
}
