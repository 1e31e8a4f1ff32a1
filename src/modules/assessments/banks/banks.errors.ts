import {
  ConflictError,
  type FieldError,
  InvalidError,
  NotFoundError,
} from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './banks.sentences';
import { DEEPEST_FOLDER, MOST_FOLDERS } from './folder-tree';

export class FolderNotFoundError extends NotFoundError {
  constructor() {
    super('assessments.folder_not_found', sentences.folderNotFound());
  }
}

/** Two folders in the same one are told apart by their titles. */
export class FolderTitleTakenError extends ConflictError {
  constructor() {
    super('assessments.folder_title_taken', sentences.folderTitleTaken());
  }
}

export class TooManyFoldersError extends ConflictError {
  constructor() {
    super('assessments.too_many_folders', sentences.tooManyFolders({ most: MOST_FOLDERS }));
  }
}

export class FolderNotEmptyError extends ConflictError {
  constructor() {
    super('assessments.folder_not_empty', sentences.folderNotEmpty());
  }
}

/** A folder cannot be where the request wants it. */
export class InvalidFolderError extends InvalidError {
  constructor(fault: 'no_such_parent' | 'inside_itself' | 'too_deep') {
    const field = 'parentId';
    const message = {
      no_such_parent: sentences.notAFolder({ field }),
      inside_itself: sentences.insideItself({ field }),
      too_deep: sentences.tooDeep({ field, most: DEEPEST_FOLDER }),
    }[fault];
    const rule = { no_such_parent: 'isFolder', inside_itself: 'isNotInside', too_deep: 'depth' }[fault];
    super('assessments.invalid_folder', sentences.invalidFolder({ fault: message }), [
      { field, rule, message },
    ]);
  }
}

/** What is wrong with a folder that a question is to be put into. */
export function notAFolder(field: string): FieldError {
  return { field, rule: 'isFolder', message: sentences.notAFolder({ field }) };
}

/** A bank that is not there, or not for the course that asks. */
export class BankNotFoundError extends NotFoundError {
  constructor() {
    super('assessments.bank_not_found', sentences.bankNotFound());
  }
}

export class ShareWithItselfError extends InvalidError {
  constructor() {
    super('assessments.share_with_itself', sentences.shareWithItself(), []);
  }
}

export class TooManySharesError extends ConflictError {
  constructor(most: number) {
    super('assessments.too_many_shares', sentences.tooManyShares({ most }));
  }
}

/** Other courses would lose what they ask. */
export class BankInUseError extends ConflictError {
  constructor() {
    super('assessments.bank_in_use', sentences.bankInUse());
  }
}

export class QuestionAskedElsewhereError extends ConflictError {
  constructor() {
    super('assessments.question_asked_elsewhere', sentences.questionAskedElsewhere());
  }
}

exampleErrors(
  new BankNotFoundError(),
  new ShareWithItselfError(),
  new TooManySharesError(100),
  new BankInUseError(),
  new QuestionAskedElsewhereError(),
  new FolderNotFoundError(),
  new FolderTitleTakenError(),
  new TooManyFoldersError(),
  new FolderNotEmptyError(),
  new InvalidFolderError('inside_itself'),
);
