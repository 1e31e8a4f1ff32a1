import { catalog } from '../sentences/sentence';
import { german, germanTitles } from './errors.sentences.de';

/** What is said where no module has a sentence of its own: by the framework's refusals and the faults of the store. */
export const sentences = catalog(
  'errors',
  {
    methodNotAllowed: 'This address takes {allowed}, not {method}.',
    unreadableAddress:
      'The address cannot be read: each % in it must begin a percent-encoded UTF-8 character.',
    addressPartTooLong: 'A part of the address is longer than any that exists.',
    wrongContentType:
      'This operation does not take a body of this Content-Type. Send application/json, or the type that its description names.',
    bodyTooLarge: 'The body is larger than this server takes.',
    wrongContentLength: 'The body is not as long as its Content-Length says.',
    oneFileOnly: 'Send one file only.',
    tooManyParts: 'The form has too many parts.',
    tooManyFields: 'The form has too many fields.',
    malformedForm: 'The form cannot be read: {reason}.',
    malformed: 'The request cannot be read: {reason}.',
    noSuchRoute: 'There is nothing at this address. GET /docs shows the addresses that there are.',
    refused: 'The request was refused: {reason}.',
    notReady: 'The service is not ready. Try again shortly.',
    duplicate: 'Such a thing exists already.',
    serverError: 'Something went wrong on our side. The request id finds it in the logs.',
    busy: 'The database is busy or cannot be reached, and nothing was changed. Try again shortly.',
    heavyReadsBusy:
      'Other reports and exports are being computed, and this one could not begin in time. Try again in {seconds} s.',
    clientGone: 'The client closed the connection before the answer was ready.',
    readOnly: 'The database takes no changes at the moment, and nothing was changed. Try again shortly.',
    storageFull:
      'The database has no room left, and nothing was changed. The people who run this server must make room.',
    outcomeUnknown:
      'The connection to the database broke while the change was being saved, so it may have been saved or not. Read the present state before you send the change again, or send it again with the same Idempotency-Key.',
    requestTooSlow: 'The request did not arrive in time. Send it again.',
    chunkExtensionsTooLarge: 'The chunk extensions of the body are too large.',
    headersTooLarge: 'Address and headers are too large together; send at most 16 KB.',
    notHttp: 'This is not a well-formed HTTP/1.1 request.',
    unsupportedExpectation: 'The only value of Expect that this server meets is 100-continue.',
  },
  { de: german },
);

/** The `title` of a problem: its status, as HTTP names it. */
export const titles = catalog(
  'titles',
  {
    status400: 'Bad Request',
    status401: 'Unauthorized',
    status403: 'Forbidden',
    status404: 'Not Found',
    status405: 'Method Not Allowed',
    status408: 'Request Timeout',
    status409: 'Conflict',
    status412: 'Precondition Failed',
    status413: 'Payload Too Large',
    status414: 'URI Too Long',
    status415: 'Unsupported Media Type',
    status416: 'Range Not Satisfiable',
    status417: 'Expectation Failed',
    status422: 'Unprocessable Entity',
    status423: 'Locked',
    status429: 'Too Many Requests',
    status431: 'Request Header Fields Too Large',
    status460: 'Checksum Mismatch',
    status500: 'Internal Server Error',
    status503: 'Service Unavailable',
    status507: 'Insufficient Storage',
  },
  { de: germanTitles },
);
