import { ConflictError, InvalidError, NotFoundError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from '../marking.sentences';

/** The most comments that one marker keeps in a course. */
export const MOST_SAVED_COMMENTS = 500;

export class SavedCommentNotFoundError extends NotFoundError {
  constructor() {
    super('marking.comment_not_found', sentences.commentNotFound());
  }
}

export class TooManySavedCommentsError extends ConflictError {
  constructor() {
    super('marking.too_many_comments', sentences.tooManyComments({ most: MOST_SAVED_COMMENTS }));
  }
}

/** A mark names comments that its marker does not have. */
export class UnknownCommentError extends InvalidError {
  constructor(at: number) {
    const field = `commentIds[${at}]`;
    super('marking.unknown_comment', sentences.unknownComment(), [
      { field, rule: 'isSavedComment', message: sentences.unknownCommentField({ field }) },
    ]);
  }
}

/** With what was inserted, the comment of a mark is too long. */
export class CommentTooLongError extends InvalidError {
  constructor(most: number) {
    super('marking.comment_too_long', sentences.commentTooLong({ most }), [
      {
        field: 'comment',
        rule: 'maxLength',
        message: sentences.commentTooLongField({ field: 'comment', most }),
      },
    ]);
  }
}

exampleErrors(
  new SavedCommentNotFoundError(),
  new TooManySavedCommentsError(),
  new UnknownCommentError(0),
  new CommentTooLongError(10_000),
);
