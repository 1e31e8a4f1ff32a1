import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('account_merges', {
  noSuchDuplicate: '{field} must be the username of an account.',
  notMergeable: `{why, select,
    same {An account cannot be merged into itself. duplicateUsername must be that of another account.}
    role {The two accounts have different roles. Give both the same role first.}
    suspended {The account that is to be kept is suspended. Make it active first, or merge the other way around.}
    roster {Both accounts are linked to rows of the roster. Have the information system of the school merge its two rows, or unlink one account, so that one link is left.}
    related {One of the two is a guardian or observer of the other, so they are not the same person.}
    other {One of the two people was erased.}}`,
  accountMerged:
    'This account was merged into the account {keptId}, which has its courses. Reverse the merge to use it again.',
  merging: 'Merging the accounts',
  counting: 'Counting what would move',
  workStays:
    'Both accounts have something in {title}. What the duplicate has there stays with it and does not count.',
  reversedBefore: 'This merge was reversed already, or the account has been merged again since.',
  cannotReverse: 'The merge cannot be reversed now: {why}',
  erasedSince: 'One of the two people was erased since.',
});
