import { readFileSync } from 'node:fs';
import { callerOf, COURSES, type GrowthCourse, idOf, type Kind, PEOPLE, type Role } from './growth-world';
import { NAMES } from './school-filler';

/** A GET request with all that the schools have in common: the same ids name the same rows in each. */
export interface GrowthRequest {
  /** As `openapi.json` writes it, with the query. */
  name: string;
  path: string;
  url: string;
  /** Whose course it reads; nothing for requests about the whole school. */
  place: GrowthCourse['place'] | undefined;
  role: Role;
  /** Follow the cursors to this share of the whole list, and measure the page there. */
  isDeep: boolean;
}

interface Parameter {
  name: string;
  in: string;
  schema: { $ref?: string; enum?: string[]; type?: string };
}

interface OpenApi {
  paths: Record<string, { get?: { parameters?: Parameter[] } }>;
  components: { schemas: Record<string, { enum?: string[] }> };
}

const PAGE_SIZE = 20;
/** Entries that a request by ids names. */
const NAMED = 20;

/** Which learner's rows requests about learners name, and all other names in paths. */
const IDS: Record<string, string> = {
  userId: idOf('user', PEOPLE.learner),
  operationId: idOf('operation', 0),
  fileId: idOf('file', 0),
  questionId: idOf('question', 0),
  versionId: idOf('question', 0),
  courseVersionId: idOf('courseVersion', 0),
  accommodationId: idOf('accommodation', 0),
  labelAccommodationId: idOf('labelAccommodation', 0),
  learnerId: idOf('user', PEOPLE.learner),
  termId: idOf('term', 0),
  schoolId: idOf('school', 0),
  announcementId: idOf('announcement', 0),
};

/** Searches: one that finds few, one that finds many, one that finds nothing, and one letter, which no index helps with. */
const SEARCHES = [NAMES.few.slice(0, 5), NAMES.many, 'qqqqq', 'm1'];

/** They have the filters of the catalog. */
const LISTS_OF_COURSES = new Set(['/v1/courses', '/v1/courses/facets', '/v1/catalog']);

/** What a parameter that is no enum is tried with. */
function valuesOf(path: string, { name, schema }: Parameter, spec: OpenApi, course?: GrowthCourse): string[] {
  const { enum: named } =
    schema.$ref === undefined ? schema : (spec.components.schemas[lastOf(schema.$ref)] ?? {});
  if (named) return named;
  if (schema.type === 'boolean') return ['true'];
  if (name === 'search') return SEARCHES;
  if (name === 'userId' || name === 'as') return [idOf('user', PEOPLE.learner)];
  if (name === 'changedBy') return [idOf('user', PEOPLE.instructor)];
  if (path.includes('/enrollment-counts') && (name === 'from' || name === 'until')) return ['2026-01-05'];
  if (name === 'from' || name === 'to') return ['draft', 'published', '1'];
  if (name === 'since' || name === 'at') return ['2026-01-05T00:00:00Z'];
  if (name === 'lineItemId' || name === 'lineItemIds') return course ? [course.lineItemId] : [];
  if (LISTS_OF_COURSES.has(path)) {
    if (name === 'category') return ['Mathematics', 'no such category'];
    if (name === 'language') return ['en', 'de'];
    if (name === 'termId') return [idOf('term', 0)];
    if (name === 'schoolId') return [idOf('school', 0)];
  }
  // The schools have no categories. Which columns are shown changes nothing of what is read.
  if (name === 'category') return [];
  if (name === 'groupId') return course ? [course.groupId] : [];
  if (name === 'tagId') return course ? [course.learnerTagId] : [];
  if (name === 'period') return course ? [course.periodId] : [];
  if (name === 'activityId') return course ? [course.quizId] : [];
  if (name === 'itemId') return course ? [course.questionId] : [];
  if (name === 'folderId') return course ? [course.folderId] : [];
  // The bank of a course has its id.
  if (name === 'bankId') return course ? [course.courseId] : [];
  if (name === 'tag') return ['Exam', 'no such tag'];
  if (name === 'bins') return ['3'];
  if (name === 'schoolYear') return ['2026'];
  // The day on which all courses of the schools begin.
  if (name === 'startsFrom' || name === 'startsUntil') return ['2026-01-05'];
  if (name === 'ids') return [idsOf(path)];
  throw new Error(`The growth of ${path} cannot be measured: no value is known for the parameter ${name}`);
}

function lastOf(reference: string): string {
  return reference.split('/').at(-1) ?? '';
}

const NAMED_KINDS: Record<string, Kind> = { '/v1/terms': 'term', '/v1/schools': 'school' };

function idsOf(path: string): string {
  const kind =
    NAMED_KINDS[path] ??
    (path.endsWith('/line-items')
      ? 'lineItem'
      : path.endsWith('/activities')
        ? 'activity'
        : path.endsWith('enrollments')
          ? 'enrollment'
          : path.endsWith('courses')
            ? 'course'
            : 'user');
  return Array.from({ length: NAMED }, (_, number) => idOf(kind, number)).join(',');
}

/** Who may read it, at least. */
function roleOf(path: string): Role {
  if (path.endsWith('/timeline')) return 'instructor';
  if (path === '/v1/uncertified-courses' || /\/observed-learners|\/label-acc/.test(path))
    return 'administrator';
  if (/\/me\b|activities\/\{activityId\}\/completion$|\/attempts\/\{|\/watched$/.test(path)) return 'learner';
  if (
    /courses|course-versions|quizzes|activities|line-items|videos|group|learner-tags|^\/v1\/enrollment/.test(
      path,
    )
  )
    return 'instructor';
  return 'administrator';
}

/**
 * Every GET of `openapi.json`: each as it is, each value of each parameter, and each sort with each value of another
 * parameter. Lists are also counted, and read deep inside in each order. What is in a course is asked of both courses.
 */
export function growthRequests(): GrowthRequest[] {
  const spec = JSON.parse(readFileSync('openapi.json', 'utf8')) as OpenApi;
  return Object.entries(spec.paths).flatMap(([path, { get }]) => {
    if (!get || PASSED_OVER.has(path)) return [];
    const isInCourse =
      /\{(courseId|activityId|attemptId|lineItemId|liveSessionId|surveyId|videoId|groupSetId|groupId|learnerTagId|enrollmentId|enrollmentRequestId|enrollmentKeyId|enrollmentInvitationId)\}/.test(
        path,
      );
    const places = isInCourse ? COURSES : [undefined];
    return places.flatMap((course) => requestsOf(path, get.parameters ?? [], spec, course));
  });
}

/**
 * Routes whose only parameter is a link that another route signs; the drawing or the file behind it has a route of its own. The
 * content of a file is no row of the store, and the school has none: the route about the file reads the same rows.
 */
const PASSED_OVER = new Set([
  ...['/v1/chart-images', '/v1/file-contents', '/v1/files/{fileId}/content'],
  // Its only parameter is a secret that is shown once. A test of the calendar bounds its statements.
  '/v1/calendar.ics',
  // The schools have no scripts. The queue is read in both; these two read one script by its id.
  ...['/v1/scripts/{scriptId}', '/v1/scripts/{scriptId}/marks'],
  // Nor have they rubrics, each of which is read by its key.
  ...['/v1/rubrics/{rubricId}', '/v1/quizzes/{activityId}/rubrics/{questionId}'],
  ...[
    '/v1/quizzes/{activityId}/marking-rules/{questionId}',
    '/v1/quizzes/{activityId}/marking-rules/{questionId}/agreement',
  ],
  // Nor have they remark requests, each of which is read by its id.
  '/v1/remark-requests/{remarkRequestId}',
  '/v1/saved-comments/{commentId}',
  '/v1/rubric-changes/{rubricChangeId}/scripts',
  // Nor have they changes of many enrollments: a page reads one index of one operation.
  '/v1/enrollment-changes/{enrollmentChangeId}/rows',
  // Nor have they regrades: a page reads one index of one operation.
  '/v1/regrades/{regradeId}/attempts',
  // Nor have they exports, each of which is a file.
  '/v1/roster-exports/{rosterExportId}/oneroster.zip',
  '/v1/course-exports/{courseExportId}/course.zip',
  '/v1/data-exports/{dataExportId}/data.zip',
]);

function requestsOf(
  path: string,
  parameters: Parameter[],
  spec: OpenApi,
  course?: GrowthCourse,
): GrowthRequest[] {
  const asked = parameters.filter((each) => each.in === 'query');
  const isList = asked.some(({ name }) => name === 'cursor');
  const filters = asked.filter(({ name }) => !['limit', 'cursor', 'total', 'sort'].includes(name));
  const pairs = (parameter: Parameter): string[] =>
    valuesOf(path, parameter, spec, course).map((value) => `${parameter.name}=${value}`);
  const sorts = asked.filter(({ name }) => name === 'sort').flatMap(pairs);
  const isOfItem = filters.some(({ name }) => name === 'lineItemId') && !path.endsWith('/changes');
  const needed = path === '/v1/people' || isOfItem;
  const choices = [...(needed ? [] : ['']), ...filters.flatMap(pairs)];
  const orders = sorts.length === 0 ? [''] : sorts;
  const page = isList ? [`limit=${PAGE_SIZE}`] : [];
  const read = choices.flatMap((choice) =>
    orders.map((order) => ({ query: [choice, order, ...page], isDeep: false })),
  );
  const counted = isList
    ? choices.map((choice) => ({ query: [choice, ...page, 'total=true'], isDeep: false }))
    : [];
  const deep = isList ? orders.map((order) => ({ query: [choices[0] ?? '', order], isDeep: true })) : [];
  const roles =
    path === '/v1/courses' ? (['learner', 'instructor', 'administrator'] as const) : [roleOf(path)];
  return roles.flatMap((role) =>
    [...read, ...counted, ...deep].map(({ query, isDeep }) => {
      const text = query.filter((part) => part !== '').join('&');
      const shown = text
        .replace(/ids=[^&]+/, `ids=${NAMED}`)
        .replace(/(userId|lineItemId|changedBy)=[^&]+/, '$1=…')
        .replace(/&?limit=\d+/, '')
        .replace(/^&/, '');
      return {
        name: `${path}${shown === '' ? '' : `?${shown}`}${isDeep ? ' (deep)' : ''}`,
        path,
        url: `${filled(path, course)}${text === '' ? '' : `?${text}`}`,
        place: course?.place,
        role,
        isDeep,
      };
    }),
  );
}

function filled(path: string, course: GrowthCourse | undefined): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = course && inCourse(path, name, course);
    if (id === undefined && IDS[name] === undefined)
      throw new Error(`The growth of ${path} cannot be measured: no id is known for ${name}`);
    return id ?? IDS[name] ?? '';
  });
}

const IN_COURSES = [
  ...(['courseId', 'lineItemId', 'attemptId', 'videoId', 'groupSetId', 'groupId'] as const),
  ...(['learnerTagId', 'enrollmentId', 'enrollmentRequestId', 'enrollmentKeyId'] as const),
  ...(['enrollmentInvitationId'] as const),
];

function inCourse(path: string, name: string, course: GrowthCourse): string | undefined {
  if (name === 'activityId') return path.startsWith('/v1/quizzes') ? course.quizId : course.pageId;
  // The filled school has a session and a survey in the place of its first page.
  if (name === 'liveSessionId' || name === 'surveyId') return course.pageId;
  if (name === 'questionId' && path.startsWith('/v1/quizzes')) return course.questionId;
  return IN_COURSES.find((each) => each === name) && course[name as (typeof IN_COURSES)[number]];
}

export { callerOf };
