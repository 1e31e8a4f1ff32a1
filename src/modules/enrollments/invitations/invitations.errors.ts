import { ConflictError, ForbiddenError, NotFoundError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import type { Sentence } from '../../../shared/sentences/sentence';
import { type InvitationState, MOST_MAILS, MOST_PENDING } from './invitation-rules';
import { sentences } from './invitations.sentences';

/** Also for those whose it is not. */
export class InvitationNotFoundError extends NotFoundError {
  constructor() {
    super('enrollments.invitation_not_found', sentences.noInvitation());
  }
}

export class UnknownInvitationTokenError extends NotFoundError {
  constructor() {
    super('enrollments.invitation_token_unknown', sentences.unknownToken());
  }
}

/** An invitation can no longer be answered, sent or revoked. */
export class InvitationOverError extends ConflictError {
  constructor(state: Exclude<InvitationState, 'pending'>, expiresAt: Date) {
    super(OVER[state], because(state, expiresAt));
  }
}

const OVER = {
  accepted: 'enrollments.invitation_used',
  declined: 'enrollments.invitation_declined',
  expired: 'enrollments.invitation_expired',
  revoked: 'enrollments.invitation_revoked',
} as const;

function because(state: keyof typeof OVER, expiresAt: Date): Sentence {
  if (state === 'accepted') return sentences.used();
  if (state === 'declined') return sentences.declined();
  return state === 'revoked' ? sentences.revoked() : sentences.expired({ at: expiresAt.toISOString() });
}

/** Somebody holds the token of an invitation that is not theirs. */
export class InvitationForAnotherError extends ForbiddenError {
  constructor(isToAddress: boolean) {
    super(
      'enrollments.invitation_for_another',
      isToAddress ? sentences.forOtherAddress() : sentences.forAnother(),
    );
  }
}

export class AlreadyInvitedError extends ConflictError {
  constructor() {
    super('enrollments.already_invited', sentences.alreadyInvited());
  }
}

export class TooManyInvitationMailsError extends ConflictError {
  constructor() {
    super('enrollments.too_many_invitation_mails', sentences.tooManyMails({ most: MOST_MAILS }));
  }
}

export class TooManyInvitationsError extends ConflictError {
  constructor() {
    super('enrollments.too_many_invitations', sentences.tooManyPending({ most: MOST_PENDING }));
  }
}

/** The codes of 409 of an invitation that is not pending any more. */
export const INVITATION_OVER: string[] = Object.values(OVER);

const HELD_UNTIL = new Date('2040-03-02T08:00:00.000Z');
exampleErrors(
  new InvitationNotFoundError(),
  new UnknownInvitationTokenError(),
  ...(['accepted', 'declined', 'expired', 'revoked'] as const).map(
    (state) => new InvitationOverError(state, HELD_UNTIL),
  ),
  new InvitationForAnotherError(false),
  new AlreadyInvitedError(),
  new TooManyInvitationMailsError(),
  new TooManyInvitationsError(),
);
