import { type PersonalDataPart, personal } from '../../shared/personal-data/personal-rows';
import { deleted } from '../../shared/personal-data/treatments';

/** What rosters say about people. */
export const rosteringPersonalData: PersonalDataPart = {
  module: 'rostering',
  rows: [
    personal('roster_roles', {
      ...{ of: { column: 'user_sourced_id', has: 'sourcedId' }, category: 'account', atErasure: deleted() },
      holds: 'The roles that the roster gives the person.',
      shows: ['role', 'role_type', 'begin_date', 'end_date'],
    }),
  ],
  without: [],
};
