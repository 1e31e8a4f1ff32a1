import { ApiProperty } from '@nestjs/swagger';
import { problemKind } from '../../../shared/errors/problem-kinds';
import { Problem, type ProblemAnswer } from '../../../shared/errors/problem.response';
import { namedEnum } from '../../../shared/http/named-schemas';

/** RFC 6749 §5.2, and from §4.1.2.1 what fits 429 and 503. */
const TOKEN_ERRORS = [
  'invalid_request',
  'invalid_grant',
  'unsupported_grant_type',
  'temporarily_unavailable',
] as const;
type TokenError = (typeof TOKEN_ERRORS)[number];
namedEnum('TokenError', TOKEN_ERRORS);

/** An error of the token endpoint, which says in the words of OAuth 2, too, what is wrong. OAuth clients show that. */
export class TokenProblem extends Problem {
  @ApiProperty({ enum: TOKEN_ERRORS, example: 'invalid_grant' })
  error: TokenError;

  @ApiProperty({ description: 'As `detail`.', example: 'The username or the password is wrong.' })
  error_description: string;
}

problemKind(TokenProblem, toTokenProblem);

function toTokenProblem({ status, body }: ProblemAnswer): TokenProblem {
  const isUnknownGrant = body.errors?.some(({ field, rule }) => field === 'grant_type' && rule === 'isIn');
  return {
    ...body,
    error: isUnknownGrant ? 'unsupported_grant_type' : tokenErrorOf(status),
    error_description: body.detail,
  };
}

function tokenErrorOf(status: number): TokenError {
  if (status === 401) return 'invalid_grant';
  return status === 429 || status >= 500 ? 'temporarily_unavailable' : 'invalid_request';
}
