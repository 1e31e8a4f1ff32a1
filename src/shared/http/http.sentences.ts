import { catalog } from '../sentences/sentence';
import { german } from './http.sentences.de';

/** What is said of requests that break the rules of the API as a whole: of fields, lists, versions, keys and limits. */
export const sentences = catalog(
  'http',
  {
    invalidRequest:
      'The request has {count, plural, one {1 fault} other {# faults}}: {faults}{more, plural, =0 {} other {; and # more}}.',

    // Of one field. `field` is its path in the request.
    unknownField: '{field} is not a field of this request',
    unknownParameter: '{field} is not a query parameter of this operation',
    noBody: 'This operation takes no body',
    noBodyField: '{field} is not a field of this request, which takes no body',
    mustBeObject: '{field} must be an object',
    mustBeList: '{field} must be a list',
    mustBeText: '{field} must be a text',
    mustBeInteger: '{field} must be a whole number',
    mustBeBoolean: '{field} must be true or false',
    required: '{field} is required',
    invalid: '{field} is not valid',
    mustBeOneOf: '{field} must be one of: {values}',
    mustBeEmailAddress: '{field} must be an email address',
    atLeast: '{field} must not be less than {least}',
    atMost: '{field} must not be more than {most}',
    atMostItems: '{field} must have at most {most, plural, one {1 item} other {# items}}',
    itemsUnique: '{field} must not hold the same item twice',
    atLeastCharacters: '{field} must have at least {least, plural, one {1 character} other {# characters}}',
    atMostCharacters: '{field} must have at most {most, plural, one {1 character} other {# characters}}',
    atMostEscapedCharacters:
      '{field} must have at most {most, plural, one {1 character} other {# characters}}, written as an address with its special characters escaped',
    visible: '{field} must have at least one visible character',
    uuid: '{field} must be a UUID such as 01990000-0000-7000-8000-000000000000',
    uuids: 'each value in {field} must be a UUID such as 01990000-0000-7000-8000-000000000000',
    httpsAddress: '{field} must be an https address',
    day: '{field} must be a day such as 2026-03-02',
    timeZone: '{field} must be the IANA name of a time zone, such as Europe/London',
    instant: '{field} must be an instant such as 2026-03-02T09:00:00Z, with its offset',
    instantOrLocalTime:
      '{field} must be an instant such as 2026-03-02T09:00:00Z, or a local time of the course such as 2026-03-02T10:00',
    decimalFrom:
      '{field} must be a decimal number as text, from {least} to {most}, with at most {places, plural, one {1 decimal} other {# decimals}}, such as "2.5"',
    decimalAbove:
      '{field} must be a decimal number as text, above {least} and at most {most}, with at most {places, plural, one {1 decimal} other {# decimals}}, such as "2.5"',

    invalidId: '{field} must be a UUID.',
    cursor:
      'cursor must be the page.next of an earlier answer of this list, sent with the same filters and order.',
    cursorField: 'cursor must be the page.next of an earlier answer of this list',
    malformedIfMatch:
      'If-Match must be the ETag of an earlier answer, e.g. "v3", with its quotes; or several, separated by commas; or *.',
    malformedIfMatchField: 'If-Match must be the ETag of an earlier answer, with its quotes',
    weakIfMatch:
      'If-Match names weak ETags only (W/"…"), and those match nothing. A proxy between us makes them weak, probably by compressing: send the ETag without W/, or have the proxy leave it alone.',
    stale:
      'This {what, select, accommodation {accommodation} account {account} activity {activity} announcement {announcement} comment {comment} course {course} enrollment {enrollment} enrollment_key {key} enrollment_request {request} enrollment_settings {set of settings} exception {exception} final_grade {final grade} folder {folder} grade_rules {set of grade rules} group {group} group_set {set of groups} key {key} line_item {line item} live_session {session} marking_rule {rule of marking} outline {outline} question {question} quiz {quiz} remark_request {request} result {result} rubric {rubric} school {school} script {script} section {section} survey {survey} tag {tag} term {term} other {thing}} has changed since you read it. Read it again, then send your change with its new ETag.',
    tags: '{field} must be a list of at most {most} tags, each a text of 1 to {longest} characters with a letter, a digit or a sign in it',
    keyInFlight: 'The first request with this Idempotency-Key is still running. Ask again in a moment.',
    keyReused: 'This Idempotency-Key was used for another request. Make a new key for a new request.',
    keyReusedField: 'Idempotency-Key was used with another address, body or file',
    malformedKey: 'Idempotency-Key must be 1 to 255 printable ASCII characters.',
    malformedKeyField: 'Idempotency-Key must be 1 to 255 printable ASCII characters',
    hostNeeded: 'An HTTP/1.1 request needs a Host header.',
    sendJson: 'Send the body as application/json.',
    tooDeep: 'The body is nested deeper than {levels} levels.',
    tooManyRequests: 'Too many requests. Try again in {seconds} s.',
  },
  { de: german },
);
