import { ConflictError, InvalidError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './merges.sentences';

/** The account that is to be merged does not exist. */
export class NoSuchDuplicateError extends InvalidError {
  constructor(field = 'duplicateUsername') {
    const message = sentences.noSuchDuplicate({ field });
    super('request.invalid', message, [{ field, rule: 'exists', message }]);
  }
}

/** Two accounts cannot be merged as they are. */
export class NotMergeableError extends ConflictError {
  constructor(why: 'same' | 'role' | 'suspended' | 'roster' | 'related' | 'erased') {
    super('identity.not_mergeable', sentences.notMergeable({ why }));
  }
}

/** The account was merged into another one, so it cannot be used. */
export class AccountMergedError extends ConflictError {
  constructor(keptId: string) {
    super('identity.account_merged', sentences.accountMerged({ keptId }));
  }
}

exampleErrors(new NotMergeableError('role'), new AccountMergedError('01990000-0000-7000-8000-000000000000'));
