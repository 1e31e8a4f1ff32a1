import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('merged_enrollments', {
  shared:
    'Both accounts are enrolled in {title}. The account that is kept goes on there{taken, select, yes { with the state and the days of the duplicate} other {}}.',
  dropped:
    'In {title} the duplicate has another role than the account that is kept, which goes on in its own role. Change that role if the person needs the other one.',
  merged: 'Merged into another account of the same person.',
  reversed: 'The merge of two accounts was reversed.',
});
