import { ofWork, staysAtMerge } from '../../shared/personal-data/merging';
import { type PersonalDataPart, personal } from '../../shared/personal-data/personal-rows';
import { cleared, deleted, erasedText, now, pseudonymised } from '../../shared/personal-data/treatments';
import { answer } from './purposes/answer';
import { feedback } from './purposes/feedback';
import { isPersonal, PURPOSE_NAMES } from './purposes/registry';

/** From a file to the activity in which it was handed in. */
const OF_ANSWERED = [
  { table: 'answer_files', key: 'file_id', column: 'attempt_id' },
  { table: 'attempts', key: 'id', column: 'activity_id' },
];
const HANDED_IN = [answer.name];
const GIVEN_BACK = [feedback.name];
/** Of every purpose but those, and of those that come. */
const FOR_COURSES = PURPOSE_NAMES.filter((name) => !isPersonal(name));

const ofPurpose = (purposes: readonly string[]) => ({
  ...{ column: 'id', table: 'files', key: 'id', where: 'purpose', in: purposes },
});

/** Files, and who uploaded them. */
export const filesPersonalData: PersonalDataPart = {
  module: 'files',
  rows: [
    personal('file_uploads', {
      ...{ of: 'uploaded_by', category: 'work', atErasure: deleted() },
      atMerge: staysAtMerge,
      holds: 'Uploads that have not come to their end.',
      keptFor: 'Until the upload expires.',
    }),
    personal('files', {
      ...{ of: 'uploaded_by', category: 'work', only: ofPurpose(HANDED_IN) },
      atMerge: ofWork('id', { steps: OF_ANSWERED, isTrace: true }),
      holds: 'Files that the person handed in.',
      shows: ['name', 'bytes', 'uploaded_at'],
      file: 'id',
      // Nothing holds them by now, so the collector removes them when it looks next.
      atErasure: cleared({ name: erasedText, look_at: now }, 'ends_soon'),
    }),
    personal('files', {
      ...{ of: 'uploaded_by', category: 'audit', only: ofPurpose(GIVEN_BACK) },
      atMerge: staysAtMerge,
      holds: 'Files that the person gave to learners with their marks.',
      atErasure: pseudonymised('signature'),
    }),
    personal('files', {
      ...{ of: 'uploaded_by', category: 'work', only: ofPurpose(FOR_COURSES) },
      atMerge: staysAtMerge,
      holds: 'Files that the person uploaded for courses.',
      shows: ['name', 'bytes', 'uploaded_at'],
      file: 'id',
      atErasure: pseudonymised('shared'),
    }),
    personal('operation_files', {
      ...{ of: 'made_by', category: 'audit', atErasure: pseudonymised('ends_soon') },
      atMerge: staysAtMerge,
      holds: 'Files that operations of the person have made, such as exports of courses.',
      keptFor: '7 days.',
    }),
  ],
  without: [
    { because: 'The type of a content, such as image/png.', columns: { file_contents: ['media_type'] } },
  ],
};
