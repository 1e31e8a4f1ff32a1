import type { OpenAPIObject } from '@nestjs/swagger';
import { eachSchema, eachSchemaOfBodies } from './each-schema';

interface Parameter {
  in: string;
  name: string;
  description?: string;
  schema?: { type?: string; format?: string };
}

interface Operation {
  security?: object[];
  parameters?: Parameter[];
}

/** Where the ids in paths come from. */
const WHERE_FROM: Record<string, string> = {
  courseId: 'The `id` of a course, from `GET /v1/courses`.',
  otherCourseId: 'The `id` of another course, from `GET /v1/courses`.',
  sectionId: 'The `id` of a section, from `GET /v1/courses/{courseId}/outline`.',
  courseVersionId: 'The `id` of a version, from `GET /v1/courses/{courseId}/versions`.',
  activityId:
    'The `id` of an activity, from `GET /v1/courses/{courseId}/outline`. A quiz is an activity of the type `quiz`.',
  calendarFeedId: 'The `id` of an address, from `GET /v1/me/calendar-feeds`.',
  announcementId: 'The `id` of an announcement, from `GET /v1/courses/{courseId}/announcements`.',
  enrollmentRequestId:
    'The `id` of a request, from `GET /v1/courses/{courseId}/enrollment-requests` or `GET /v1/me/enrollment-requests`.',
  enrollmentInvitationId:
    'The `id` of an invitation, from `GET /v1/courses/{courseId}/enrollment-invitations` or `GET /v1/me/enrollment-invitations`.',
  enrollmentKeyId: 'The `id` of a key, from `GET /v1/courses/{courseId}/enrollment-keys`.',
  groupSetId: 'The `id` of a set of groups, from `GET /v1/courses/{courseId}/group-sets`.',
  groupAssignmentId:
    'The `id` of a random assignment, from the answer of `POST /v1/group-sets/{groupSetId}/assignments`.',
  groupId: 'The `id` of a group, from `GET /v1/group-sets/{groupSetId}/groups`.',
  learnerTagId: 'The `id` of a tag, from `GET /v1/courses/{courseId}/learner-tags`.',
  liveSessionId:
    'The `id` of an activity of the type `live_session`, from `GET /v1/courses/{courseId}/outline`.',
  surveyId: 'The `id` of an activity of type `survey`, from the outline of its course.',
  videoId: 'The `id` of an activity of the type `video`, from `GET /v1/courses/{courseId}/outline`.',
  questionId: 'The `id` of a question, from `GET /v1/quizzes/{activityId}/questions` or from an attempt.',
  versionId:
    'The `id` of a version, from `GET /v1/questions/{questionId}/versions`, or the `versionId` of a question.',
  folderId: 'The `id` of a folder, from `GET /v1/courses/{courseId}/question-folders`.',
  attemptId: 'The `id` of an attempt, from `GET /v1/quizzes/{activityId}/attempts`.',
  scriptId: 'The `id` of a script, from `GET /v1/courses/{courseId}/marking-queue`.',
  lineItemId: 'The `id` of a line item, from `GET /v1/courses/{courseId}/line-items`.',
  enrollmentId:
    'The `id` of an enrollment, from `GET /v1/courses/{courseId}/enrollments` or `GET /v1/me/enrollments`.',
  commentId: 'The `id` of a comment, from `GET /v1/courses/{courseId}/saved-comments`.',
  rubricId: 'The `id` of a rubric, from `GET /v1/courses/{courseId}/rubrics`.',
  remarkRequestId:
    'The `id` of a remark request, from `GET /v1/courses/{courseId}/remark-requests` or `GET /v1/me/remark-requests`.',
  enrollmentChangeId:
    'The `id` of the operation, from the answer 202 of `POST /v1/courses/{courseId}/enrollment-changes` or `…/enrollment-imports`.',
  rubricChangeId:
    'The `id` of the operation, from the answer 202 of `POST /v1/quizzes/{activityId}/rubrics/{questionId}/changes`.',
  schoolId: 'The `id` of a school, from `GET /v1/schools`.',
  termId: 'The `id` of a term, from `GET /v1/terms`.',
  learnerId: 'The `id` of a learner whom you observe, from `GET /v1/me/observed-learners`.',
  observerId: 'The `id` of somebody who observes you, from `GET /v1/me/observers`.',
  observerLinkId: 'The `linkId` of an observer, from `GET /v1/users/{userId}/observers`.',
  labelAccommodationId:
    'The `id` of an accommodation of a group or a tag, from `GET /v1/courses/{courseId}/label-accommodations`.',
  accommodationId: 'The `id` of an accommodation, from `GET /v1/users/{userId}/accommodations`.',
  userId:
    'The `id` of a person: `user.id` from `GET /v1/courses/{courseId}/enrollments`, or, for administrators, `id` from `GET /v1/users`.',
  courseExportId: 'The `id` of the operation, from the answer 202 of `POST /v1/courses/{courseId}/exports`.',
  legalHoldId: 'The `id` of a legal hold, from `GET /v1/users/{userId}/legal-holds`.',
  dataExportId:
    'The `id` of the operation, from the answer 202 of `POST /v1/me/data-exports` or `POST /v1/users/{userId}/data-exports`.',
  rosterExportId: 'The `id` of the operation, from the answer 202 of `POST /v1/roster-exports`.',
  regradeId: 'The `id` of the operation, from the answer 202 of `POST /v1/quizzes/{activityId}/regrades`.',
  operationId: 'The `id` of an operation, from the answer 202 that started it or from `GET /v1/operations`.',
  fileId:
    'The `id` of a file, from the answer to its upload, or from `media` of what shows it, such as an activity.',
  uploadId: 'The `id` of an upload, from the answer that began it, which also has its address as `Location`.',
  sessionId: 'The `id` of a session, from `GET /v1/sessions`.',
};

/** All numbers of the API are whole, since decimals are strings; a schema that takes others says `format: double`. */
export function declareWholeNumbers(document: OpenAPIObject): void {
  eachSchema(document, (schema) => {
    if (schema.format === 'double') return;
    if (schema.type === 'number') schema.type = 'integer';
    if (Array.isArray(schema.type))
      schema.type = schema.type.map((type) => (type === 'number' ? 'integer' : type));
  });
}

/**
 * Says in words what a field of a body is when it is left out. Generators take a `default` for a promise that the field
 * is always there, so a change would reset what it does not name.
 */
export function sayDefaultsInWords(document: OpenAPIObject): void {
  eachSchemaOfBodies(document, (schema) => {
    if (!('default' in schema)) return;
    const { default: value, description } = schema;
    delete schema.default;
    const words = `If left out: \`${JSON.stringify(value)}\`.`;
    schema.description = description === undefined ? words : `${description} ${words}`;
  });
}

/** A reference with words beside it needs no `allOf` or `oneOf` around it in OpenAPI 3.1; Nest writes one. */
export function unwrapReferences(document: OpenAPIObject): void {
  eachSchema(document, (schema) => {
    for (const combined of ['allOf', 'oneOf', 'anyOf']) {
      const [only, ...others] = (schema[combined] ?? []) as object[];
      if (only === undefined || others.length > 0 || !('$ref' in only)) continue;
      delete schema[combined];
      Object.assign(schema, only);
    }
  });
}

/** Says of each id in a path where it comes from. */
export function describePathParameters(document: OpenAPIObject): void {
  for (const operation of operationsOf(document))
    for (const parameter of operation.parameters ?? []) {
      const known = parameter.in === 'path' ? WHERE_FROM[parameter.name] : undefined;
      if (known === undefined) continue;
      parameter.description ??= known;
      parameter.schema = { ...parameter.schema, format: 'uuid' };
    }
}

/** A public operation says that it needs no token; without `security` it would only not say that it does. */
export function declarePublicOperations(document: OpenAPIObject): void {
  for (const operation of operationsOf(document)) operation.security ??= [];
}

function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.values(document.paths).flatMap((item) => Object.values(item as Record<string, Operation>));
}
