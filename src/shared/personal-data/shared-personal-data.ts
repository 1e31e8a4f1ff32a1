import { staysAtMerge } from './merging';
import { type PersonalDataPart, personal } from './personal-rows';
import { deleted, kept, pseudonymised } from './treatments';

/** Of the tables that no module owns. */
export const sharedPersonalData: PersonalDataPart = {
  module: 'shared',
  rows: [
    personal('idempotency_keys', {
      ...{ of: 'user_id', category: 'security', atErasure: deleted() },
      atMerge: staysAtMerge,
      holds: 'Answers to requests that were sent with an Idempotency-Key, to be given again.',
      keptFor: '24 hours.',
    }),
    personal('outbox_messages', {
      ...{ of: { column: 'payload', has: 'quotedEmail' }, category: 'communication', atErasure: deleted() },
      holds: 'Mails to the person that wait to be sent, or were sent lately.',
      keptFor: '7 days after they were sent.',
    }),
    personal('operation_changes', {
      ...{ of: 'row_id', category: 'audit', atErasure: deleted() },
      atMerge: staysAtMerge,
      holds: 'What operations changed in the account, with what stood there before.',
      keptFor: '30 days after the end of the operation.',
    }),
    personal('operations', {
      ...{ of: 'requested_by', category: 'audit', atErasure: pseudonymised('audit') },
      atMerge: staysAtMerge,
      holds: 'Operations that the person started.',
      shows: ['kind', 'status', 'created_at', 'finished_at'],
      hides: { because: 'It can name somebody else.', columns: ['subject'] },
      keptFor: '90 days after the end of the operation.',
    }),
    personal('operation_issues', {
      of: {
        column: 'operation_id',
        steps: [{ table: 'operations', key: 'id', column: 'requested_by' }],
      },
      ...{ category: 'audit', atErasure: kept('ends_soon') },
      holds: 'What operations that the person started could not do.',
      hides: { because: 'They can name other people.', columns: ['file', 'code', 'message', 'value'] },
      keptFor: '90 days after the end of the operation.',
    }),
  ],
  without: [
    {
      because:
        'What an operation needs to run and to go on: ids, settings and counts. It goes with the operation.',
      columns: {
        operations: ['input', 'phase', 'summary', 'confirmation', 'error_code', 'error_detail', 'checkpoint'],
        operation_issues: ['column_name'],
      },
    },
    {
      because:
        'The log of a row that an import changed. Rows of accounts are declared by their id; others go after 30 days.',
      columns: { operation_changes: ['before_state', 'after_state'] },
    },
    {
      because:
        'Uploads of builds before, which nobody can be found in. They are removed when their operation ends.',
      columns: { operation_inputs: ['bytes'] },
    },
    { because: 'A name of a queue.', columns: { outbox_messages: ['topic'] } },
    { because: 'The migrations that have run.', columns: { migrations: ['name'] } },
  ],
};
