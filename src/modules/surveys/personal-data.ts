import { ofWork } from '../../shared/personal-data/merging';
import { type PersonalDataPart, personal } from '../../shared/personal-data/personal-rows';
import { deleted } from '../../shared/personal-data/treatments';

/** Who has answered which survey. */
export const surveysPersonalData: PersonalDataPart = {
  module: 'surveys',
  rows: [
    personal('survey_participants', {
      ...{ of: 'user_id', category: 'communication' },
      atMerge: ofWork('activity_id', { once: ['activity_id'] }),
      holds: 'Which surveys the person has answered.',
      shows: ['answered_at', 'changed_at'],
      // The answer of an anonymous survey has no link, so it stays.
      atErasure: deleted({ column: 'answer_id', table: 'survey_answers', key: 'id', shows: ['answers'] }),
    }),
  ],
  // The answer to an anonymous survey belongs to nobody.
  without: [],
};
