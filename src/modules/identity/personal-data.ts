import { ofPerson, staysAtMerge } from '../../shared/personal-data/merging';
import { type PersonalDataPart, personal } from '../../shared/personal-data/personal-rows';
import { signed } from '../../shared/personal-data/signed-rows';
import {
  cleared,
  deleted,
  erasedText,
  kept,
  nextNumber,
  nothing,
  now,
  PSEUDONYM_GIVEN_NAME,
  pseudonymised,
  pseudonymNumber,
  value,
  withId,
  withoutSourcedId,
} from '../../shared/personal-data/treatments';

/** Who people are, how they sign in, and who is whose guardian. */
export const identityPersonalData: PersonalDataPart = {
  module: 'identity',
  rows: [
    personal('refresh_tokens', {
      of: { column: 'session_id', steps: [{ table: 'sessions', key: 'id', column: 'user_id' }] },
      ...{ category: 'security', atErasure: deleted() },
      holds: 'The tokens with which a session goes on.',
      keptFor: 'As long as the session.',
    }),
    personal('sessions', {
      ...{ of: 'user_id', category: 'security', atErasure: deleted() },
      atMerge: staysAtMerge,
      holds: 'When, where and with which program the person signed in.',
      shows: ['user_agent', 'ip', 'created_at', 'last_used_at', 'revoked_at', 'revoked_reason'],
      keptFor: 'Until the person signs in after the session has expired.',
    }),
    personal('sign_in_codes', {
      ...{ of: 'user_id', category: 'security', atErasure: deleted() },
      atMerge: staysAtMerge,
      holds: 'Codes that instructors gave to the person to sign in with, without the codes.',
      shows: ['issued_at', 'expires_at', 'ended_at', 'ending'],
    }),
    personal('known_networks', {
      ...{ of: 'user_id', category: 'security', atErasure: deleted() },
      atMerge: staysAtMerge,
      holds: 'Hashes of the networks from which the person signed in.',
    }),
    personal('one_time_tokens', {
      ...{ of: 'user_id', category: 'security', atErasure: deleted() },
      atMerge: staysAtMerge,
      holds: 'Links for a new password or address that were mailed to the person.',
      keptFor: 'Until the link expires.',
    }),
    personal('one_time_tokens', {
      ...{ of: { column: 'payload', has: 'quotedEmail' }, category: 'contact', atErasure: deleted() },
      holds: 'Registrations under the email address that nobody has confirmed.',
      keptFor: 'Until the link expires.',
    }),
    personal('user_search', {
      ...{ of: 'row_id', category: 'account', atErasure: deleted() },
      atMerge: staysAtMerge,
      holds: 'The name as it is searched.',
    }),
    personal('user_trigrams', {
      ...{ of: 'row_id', category: 'account', atErasure: deleted() },
      atMerge: staysAtMerge,
      holds: 'The name as it is searched, in pieces.',
    }),
    // Before the links, which tell in whose lists the person stands.
    ...(['learner_id', 'guardian_id'] as const).map((column) =>
      personal('users', {
        of: {
          column: 'id',
          steps: [
            {
              ...{ table: 'person_links', column },
              key: column === 'learner_id' ? 'guardian_id' : 'learner_id',
            },
          ],
        },
        ...{ category: 'contact', atErasure: cleared({ agent_sourced_ids: withoutSourcedId }, 'shared') },
        holds: 'Accounts of others in whose list of guardians or learners the roster has the person.',
      }),
    ),
    ...(['learner_id', 'guardian_id'] as const).map((of) =>
      personal('person_links', {
        ...{ of, category: 'contact', atErasure: deleted() },
        atMerge: ofPerson({ along: ['named_by'] }),
        holds: 'Who is a guardian of whom.',
        shows: ['relation', 'valid_from', 'valid_until'],
      }),
    ),
    ...(['observer_id', 'learner_id'] as const).map((of) =>
      personal('observer_links', {
        ...{ of, category: 'contact', atErasure: deleted() },
        atMerge: ofPerson({
          once: [of === 'observer_id' ? 'learner_id' : 'observer_id', 'standing'],
          along: ['linked_by'],
        }),
        holds: 'Who sees what the person sees of their courses, or whose courses the person sees.',
        shows: ['source', 'since', 'until', 'ended_at'],
      }),
    ),
    personal('pairing_codes', {
      ...{ of: 'user_id', category: 'security', atErasure: deleted() },
      atMerge: staysAtMerge,
      holds: 'Codes by which somebody could observe the person, without the codes.',
      shows: ['issued_at', 'expires_at'],
    }),
    personal('data_exports', {
      ...{ of: 'user_id', category: 'audit' },
      atMerge: staysAtMerge,
      holds: 'When all that is held about the person was asked for, and when the archive was fetched last.',
      shows: ['asked_at', 'fetches', 'fetched_at'],
      // The archive itself has everything that is erased: the collector removes it when it looks next.
      atErasure: deleted({
        ...{ column: 'id', table: 'operation_files', key: 'made_by', replaces: { kept_until: now } },
      }),
    }),
    ...(['kept_id', 'duplicate_id'] as const).map((of) =>
      personal('account_merges', {
        ...{ of, category: 'audit', atErasure: cleared({ reason: nothing }, 'audit') },
        atMerge: staysAtMerge,
        holds: 'That two accounts of the person were merged.',
        shows: ['reason', 'merged_at', 'reversed_at'],
        keptFor: 'For ever, without the reason once the person is erased.',
      }),
    ),
    personal('legal_holds', {
      ...{ of: 'user_id', category: 'audit', atErasure: cleared({ reason: erasedText }, 'audit') },
      atMerge: staysAtMerge,
      holds: 'When data about the person had to be kept, such as for a court.',
      shows: ['placed_at', 'holds_until', 'lifted_at'],
      hides: { because: 'Whoever asked for it may not want it told.', columns: ['reason'] },
      keptFor: 'For ever, without the reason once the person is erased.',
    }),
    personal('erased_people', {
      ...{ of: 'user_id', category: 'audit', atErasure: kept('audit') },
      atMerge: staysAtMerge,
      holds: 'That the person was erased, with a hash of their sourcedId if they had one.',
      keptFor: 'For ever.',
    }),
    ...signed({
      erased_people: ['erased_by'],
      data_exports: ['asked_by', 'fetched_by'],
      legal_holds: ['placed_by', 'lifted_by'],
      account_merges: ['merged_by', 'reversed_by'],
      observer_links: ['linked_by', 'ended_by'],
      pairing_codes: ['issued_by'],
      sign_in_codes: ['issued_by'],
      sessions: ['code_issued_by'],
    }),
    personal('users', {
      ...{ of: 'id', category: 'account' },
      atMerge: staysAtMerge,
      holds: 'The account: names, sign-in name, addresses, language.',
      shows: [
        ...['username', 'email', 'given_name', 'middle_name', 'family_name', 'identifier', 'phone', 'role'],
        ...['sourced_id', 'relation', 'locale', 'time_zone', 'created_at', 'disabled_at'],
      ],
      atErasure: pseudonymised('figures', {
        ...{ sourced_id: nothing, username: withId('erased-'), email: nothing, phone: nothing },
        ...{ given_name: value(PSEUDONYM_GIVEN_NAME), middle_name: nothing, family_name: pseudonymNumber },
        ...{ identifier: nothing, password_hash: nothing, disabled_at: now, relation: nothing },
        ...{
          agent_sourced_ids: nothing,
          locale: value('en'),
          time_zone: value('UTC'),
          updated_at: now,
          version: nextNumber,
        },
      }),
    }),
  ],
  without: [
    {
      because: 'What a school is called and where it is.',
      columns: { orgs: ['sourced_id', 'name', 'identifier', 'time_zone'] },
    },
  ],
};
