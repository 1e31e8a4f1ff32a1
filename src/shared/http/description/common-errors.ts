import { StoreBusyError } from '../../database/store.errors';
import {
  InvalidError,
  MalformedError,
  MethodNotAllowedError,
  TooManyRequestsError,
} from '../../errors/domain-error';
import { sentences as edgeSentences } from '../../errors/errors.sentences';
import { exampleErrors } from '../../errors/example-errors';
import { EdgeFault } from '../../errors/problem.filter';
import { STORE_PROBLEMS } from '../../errors/store-problems';
import { IfMatchMalformedError, StaleVersionError, WeakIfMatchError } from '../etag';
import { sentences } from '../http.sentences';
import { invalidId } from '../id.pipe';
import { invalidCursor } from '../pagination';
import { invalidRequest } from '../validation';

/** What the framework throws with a status and a code of its own. */
const framework = (statusCode: number, code: string): Error =>
  Object.assign(new Error("Expected ',' or '}' after property value in JSON at position 24"), {
    statusCode,
    code,
  });

exampleErrors(
  invalidRequest([{ field: 'title', rule: 'required', message: sentences.required({ field: 'title' }) }]),
  invalidId('courseId'),
  invalidCursor(),
  new IfMatchMalformedError(),
  new StaleVersionError('course'),
  new WeakIfMatchError(),
  new MalformedError('request.too_deep', sentences.tooDeep({ levels: 32 })),
  new TooManyRequestsError('request.too_many', sentences.tooManyRequests({ seconds: 12 }), 12),
  new MethodNotAllowedError('PATCH', ['GET', 'HEAD']),
  framework(400, 'FST_ERR_CTP_INVALID_JSON_BODY'),
  framework(404, ''),
  framework(413, 'FST_ERR_CTP_BODY_TOO_LARGE'),
  framework(414, 'FST_ERR_MAX_PARAM_LENGTH'),
  framework(415, 'FST_ERR_CTP_INVALID_MEDIA_TYPE'),
  framework(503, ''),
  new EdgeFault(408, edgeSentences.requestTooSlow()),
  new EdgeFault(417, edgeSentences.unsupportedExpectation()),
  new EdgeFault(431, edgeSentences.headersTooLarge()),
  new StoreBusyError(),
  STORE_PROBLEMS.read_only,
  STORE_PROBLEMS.full,
  new InvalidError('request.refused', edgeSentences.refused({ reason: 'Not Acceptable' })),
  new Error('Something that nobody foresaw'),
);
