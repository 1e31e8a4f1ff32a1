import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { onRequestHookHandler } from 'fastify';
import { addCommonAnswers } from './common-answers';
import {
  declarePublicOperations,
  declareWholeNumbers,
  describePathParameters,
  sayDefaultsInWords,
  unwrapReferences,
} from './description/contract-steps';
import { referToDecimals } from './description/decimals';
import { describeHeaders } from './description/described-headers';
import { fillProblems, problemClasses } from './description/described-problems';
import { giveExampleBodies } from './description/example-bodies';
import { addNamedSchemas, classesOfNamedSchemas, nameErrorCodes } from './named-schemas';
import { PageInfo } from './pagination';
import { findOperations, followSystemColors, keepSignedIn, showPictures } from './swagger-ui-plugins';
import { SWAGGER_UI_STYLE } from './swagger-ui-style';

/** Tags in the order of the work: sign in, author, enroll, assess, grade, follow progress, run the platform. */
export const TAGS: [name: string, description: string][] = [
  ['Signing in', 'Get a token, register, recover a password, end sessions.'],
  ['My account', 'The signed-in person.'],
  ['Schools and terms', 'Schools with what belongs to them, and their calendar.'],
  ['Courses', 'Create, describe, publish.'],
  ['Course content', 'Sections and their activities: pages, videos, files, links, sessions, quizzes.'],
  ['Files', 'Pictures, recordings and documents that texts show or link to.'],
  ['Enrollments', 'Who takes part in a course, and as what.'],
  ['Groups', 'Sets of groups of a course and the learners in them, and tags that staff give to learners.'],
  ['Accommodations', 'What people need to take part on equal terms: more time, more attempts, breaks.'],
  ['Observers', 'Parents and other people who see what a learner sees of their courses.'],
  ['Quizzes', 'Settings and questions of a quiz.'],
  ['Attempts', 'Take a quiz: start, save answers, submit.'],
  ['Invigilation', 'Watch attempts at a quiz, and act in them: pauses, more time, messages, reopening.'],
  ['Marking', 'Give marks by hand: what waits for one, who works on it, when marks are shown.'],
  ['Gradebook', 'Line items, results, and where each grade came from.'],
  ['Progress', 'What a learner has done.'],
  ['Reports', 'How a course is going, as figures and charts.'],
  ['Users', 'Accounts, for administrators.'],
  ['Roster import', "OneRoster 1.1 and 1.2 files from the school's information system."],
  ['Operations', 'Work that goes on after its request was answered.'],
  ['Health', 'For load balancers and orchestrators.'],
];

const DESCRIPTION = `Stoa is a headless e-learning platform: courses, enrollment, assessment and progress.

**First steps here:** press *Authorize*, sign in under *password* with an account of your school (leave the client
fields empty), then open an operation, press *Try it out* and *Execute*.

Instants are RFC 3339 in UTC. Decimals (points, scores, percentages) are strings. Lists come in pages: send
\`page.next\` as \`cursor\`. Errors are \`application/problem+json\` with a stable \`code\`. A POST with an
\`Idempotency-Key\` may be sent again safely. What has a \`version\` has an \`ETag\`; send it as \`If-Match\`
with a change, and a change made meanwhile by somebody else is not overwritten.`;

/** The OpenAPI 3.1 description of the application. */
export function buildOpenApi(app: NestFastifyApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Stoa')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addServer('/', 'This server')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addOAuth2(
      {
        type: 'oauth2',
        flows: { password: { tokenUrl: '/v1/auth/token', refreshUrl: '/v1/auth/token', scopes: {} } },
      },
      'password',
    )
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer');
  TAGS.forEach(([name, description]) => builder.addTag(name, description));
  const made = SwaggerModule.createDocument(app, builder.build(), {
    extraModels: [...problemClasses(), PageInfo, ...classesOfNamedSchemas()],
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  // A copy, because the steps change it and parts of it belong to the decorators.
  const document = JSON.parse(JSON.stringify(made)) as OpenAPIObject;
  addNamedSchemas(document);
  giveExampleBodies(document);
  addIdempotencyKeys(document);
  addCommonAnswers(document);
  fillProblems(document);
  nameErrorCodes(document);
  describeHeaders(document);
  declareWholeNumbers(document);
  referToDecimals(document);
  sayDefaultsInWords(document);
  unwrapReferences(document);
  describePathParameters(document);
  declarePublicOperations(document);
  return document;
}

/** The files of Swagger UI that its page loads. Its package brings others: a demo page, source maps, a package.json. */
const PAGE_FILES = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-standalone-preset.js',
  'favicon-16x16.png',
  'favicon-32x32.png',
];

/** The page's addresses besides those files. */
const PAGE_ROUTES = ['/docs', '/docs/', '/docs/openapi.json', '/docs/swagger-ui-init.js'];

/** A hook of the routes under /docs that answers 404 for what is not needed there. */
const servePageOnly: onRequestHookHandler = (request, reply, done) => {
  const { url = '' } = request.routeOptions;
  const { '*': file = '' } = request.params as { '*'?: string };
  if (url === '/docs/*' ? PAGE_FILES.includes(file) : PAGE_ROUTES.includes(url)) return done();
  reply.callNotFound();
};

/**
 * Mounts Swagger UI at /docs and the document at /docs/openapi.json, and nothing else of Swagger UI's package. The document is
 * made when somebody asks for it first.
 */
export function serveOpenApi(app: NestFastifyApplication, document: () => OpenAPIObject): void {
  // Given to these routes alone, as they are made: no other request passes it.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (route.url.startsWith('/docs')) route.onRequest = [servePageOnly, ...[route.onRequest ?? []].flat()];
    });
  SwaggerModule.setup('docs', app, document, {
    raw: ['json'],
    jsonDocumentUrl: 'docs/openapi.json',
    customSiteTitle: 'Stoa API',
    customCss: SWAGGER_UI_STYLE,
    swaggerOptions: {
      persistAuthorization: true,
      displayRequestDuration: true,
      docExpansion: 'none',
      filter: true,
      tryItOutEnabled: true,
      plugins: [showPictures, findOperations, followSystemColors],
      requestInterceptor: keepSignedIn,
    },
  });
}

interface OperationLike {
  security?: object[];
  parameters?: object[];
}

/** Every POST of a signed-in caller takes an `Idempotency-Key`. */
function addIdempotencyKeys(document: OpenAPIObject): void {
  for (const item of Object.values(document.paths)) {
    const { post: operation } = item as { post?: OperationLike };
    if (!operation?.security?.length) continue;
    operation.parameters = [
      ...(operation.parameters ?? []),
      {
        name: 'Idempotency-Key',
        in: 'header',
        required: false,
        description:
          'Your own name for this request. Sent again with it, the request gets the stored answer and does nothing twice.',
        schema: { type: 'string', maxLength: 255 },
      },
    ];
  }
}
