import { EXAMPLE_YEAR } from '../../../src/shared/http/description/example-days';
import { DemoPresses } from '../../support/demo-presses';
import type { Answer } from '../../support/test-app';

/** A press of Execute that is not meant to succeed: the codes that it gets, which differ from body to body, and why. */
/** `isAlsoTaken`: the first press of it is taken, a later one refused. */
const REFUSED: Record<string, { codes: string[]; because: string; isAlsoTaken?: true }> = {
  'PUT /v1/me/password': {
    codes: ['identity.weak_password', 'identity.wrong_current_password'],
    because: 'a press must not set a password that everybody can read',
  },
  'PUT /v1/users/{userId}/password': {
    codes: ['identity.weak_password'],
    because: 'a press must not set a password that everybody can read',
  },
  'POST /v1/attempts/{attemptId}/questions/{questionId}/tries': {
    codes: ['assessments.takes_no_checks'],
    because: 'the quiz of the open attempt judges answers when it is submitted',
  },
  'POST /v1/password-resets/confirmation': {
    codes: ['identity.invalid_token', 'identity.weak_password'],
    because: 'the token comes in a mail',
  },
  'POST /v1/registrations/confirmation': {
    codes: ['identity.invalid_token'],
    because: 'the token comes in a mail',
  },
  'PUT /v1/courses/{courseId}/outline/order': {
    codes: ['courses.order_mismatch'],
    because: 'an order names all that a course has, and would overwrite the order that it has',
  },
  'PUT /v1/courses/{courseId}/scheduled-publication': {
    codes: ['courses.not_ahead'],
    because: 'a press must not take the place of what is scheduled',
  },
  'PUT /v1/quizzes/{activityId}/questions/order': {
    codes: ['assessments.question_order_mismatch'],
    because: 'an order names all questions of a quiz, and would overwrite the order that it has',
  },
  'PUT /v1/quizzes/{activityId}/slots': {
    codes: ['assessments.invalid_slots'],
    because: 'a list names all questions of a quiz, and would overwrite those that it has',
  },
  'POST /v1/attempts/{attemptId}/rest': {
    codes: ['assessments.attempt_not_found', 'assessments.answering_ended'],
    because: 'the attempt has been ended or deleted by another press',
  },
  'POST /v1/attempts/{attemptId}/continuation': {
    codes: ['assessments.attempt_not_found', 'assessments.answering_ended'],
    because: 'the attempt has been ended or deleted by another press',
    isAlsoTaken: true,
  },
  'DELETE /v1/group-sets/{groupSetId}': {
    codes: ['enrollments.group_set_in_use'],
    because: 'learners are in a group of the set',
  },
  'DELETE /v1/groups/{groupId}': {
    codes: ['enrollments.group_in_use'],
    because: 'learners are in the group',
  },
  'PUT /v1/announcements/{announcementId}/read': {
    codes: ['enrollments.announcement_not_found'],
    because: 'the announcement has been deleted by another press',
    isAlsoTaken: true,
  },
  'DELETE /v1/announcements/{announcementId}/read': {
    codes: ['enrollments.announcement_not_found'],
    because: 'the announcement has been deleted by another press',
    isAlsoTaken: true,
  },
  'PUT /v1/attempts/{attemptId}/position': {
    codes: ['assessments.wrong_position'],
    because: 'the quizzes of the demo school show all questions at once',
  },
  'PUT /v1/line-items/{lineItemId}/results/{userId}': {
    codes: ['gradebook.score_out_of_range'],
    because: 'a press must not overwrite the score that somebody has',
  },
  'PUT /v1/line-items/{lineItemId}/results/{userId}/lateness': {
    codes: ['gradebook.late_seconds'],
    because: 'a press must not change the grade that somebody has',
  },
  'PUT /v1/courses/{courseId}/final-grades/{userId}': {
    codes: ['request.invalid', 'gradebook.percent_and_mark'],
    because: 'a press must not give a grade in the place of the one that somebody has',
  },
  'PUT /v1/courses/{courseId}/grade-closing': {
    codes: ['gradebook.grades_unfinished'],
    because: 'a press must not close the grades of a course in which learners go on',
  },
  'POST /v1/courses/{courseId}/grade-closing/reopening': {
    codes: ['gradebook.grades_not_closed'],
    because: 'the grades of the course are open',
  },
  'POST /v1/courses/{courseId}/grade-certifications': {
    codes: ['gradebook.nothing_to_certify'],
    because: 'the grades of the course are open',
  },
  'PUT /v1/scripts/{scriptId}/mark': {
    codes: ['marking.points_out_of_bounds'],
    because: 'a press must not change the grade that somebody has',
  },
  'POST /v1/attempts/{attemptId}/questions/{questionId}/remark-requests': {
    codes: ['marking.script_not_found'],
    because: 'the program has marked the answer, and not a person',
  },
  'PUT /v1/remark-requests/{remarkRequestId}/decision': {
    codes: ['marking.points_out_of_bounds'],
    because: 'a press must not change the grade that somebody has',
  },
  'PUT /v1/scripts/{scriptId}/decision': {
    codes: ['marking.points_out_of_bounds'],
    because: 'a press must not change the grade that somebody has',
  },
  'PUT /v1/quizzes/{activityId}/rubrics/{questionId}': {
    codes: ['marking.rubric_has_marks'],
    because: 'a script is marked by the rubric, and a press must not change what it was given by',
  },
  'DELETE /v1/quizzes/{activityId}/marking-rules/{questionId}': {
    codes: ['marking.rule_has_marks'],
    because: 'scripts have marks of two people',
  },
  'PUT /v1/question-versions/{versionId}/accepted-response': {
    codes: ['assessments.cannot_accept'],
    because: 'a press must not change what learners earn',
  },
  'PUT /v1/quizzes/{activityId}/exceptions/{userId}': {
    codes: ['assessments.empty_exception'],
    because: 'a press must not overwrite what somebody was granted',
  },
  'POST /v1/quizzes/{activityId}/exceptions/{userId}/attempts': {
    codes: ['assessments.attempts_unlimited'],
    because: 'the person has as many attempts as they like',
  },
  'POST /v1/me/enrollment-requests': {
    codes: ['enrollments.already_enrolled'],
    because: 'the person is in the course',
  },
  'POST /v1/enrollment-invitations/{enrollmentInvitationId}/mails': {
    codes: ['enrollments.invitation_revoked'],
    because: 'another press has revoked the invitation',
    isAlsoTaken: true,
  },
  'PATCH /v1/enrollment-invitations/{enrollmentInvitationId}': {
    codes: ['enrollments.invitation_not_found'],
    because: 'only whoever is invited answers an invitation',
  },
  'POST /v1/me/enrollment-invitations/answers': {
    codes: ['enrollments.invitation_token_unknown'],
    because: 'only the mail has the token',
  },
  'DELETE /v1/enrollment-requests/{enrollmentRequestId}': {
    codes: ['enrollments.request_not_found'],
    because: 'only whoever asked withdraws a request',
  },
  'POST /v1/operations/{operationId}/reversal': {
    codes: ['operations.not_reversible'],
    because: 'nothing was imported into the school, so there is nothing to take back',
  },
  'DELETE /v1/operations/{operationId}': {
    codes: ['operations.finished'],
    because: 'the operation has finished before anybody can press',
  },
  'PUT /v1/operations/{operationId}/confirmation': {
    codes: ['operations.nothing_to_confirm'],
    because: 'no operation of the school waits for a confirmation',
  },
  'PUT /v1/courses/{courseId}/learners/{userId}/sign-in-code': {
    codes: ['enrollments.learner_has_email', 'enrollments.no_code_for_them'],
    because: 'everybody in the demo school has an email address',
  },
  'POST /v1/auth/sign-in-code': {
    codes: ['identity.wrong_credentials'],
    because: 'no code is published',
  },
  'POST /v1/users/{userId}/erasures': {
    codes: ['identity.other_username'],
    because: 'a press must not erase anybody',
  },
  'POST /v1/courses/{courseId}/label-accommodations': {
    codes: ['request.invalid'],
    because: 'a group has another id in every school',
  },
  'DELETE /v1/me/observers/{observerId}': {
    codes: ['identity.observer_link_not_found'],
    because: 'the link has been ended by another press',
    isAlsoTaken: true,
  },
  'DELETE /v1/me/observed-learners/{learnerId}': {
    codes: ['identity.observer_link_not_found'],
    because: 'the link has been ended by another press',
    isAlsoTaken: true,
  },
  'POST /v1/me/observed-learners': {
    codes: ['identity.wrong_pairing_code'],
    because: 'a code is told once, and differs from school to school',
  },
  'POST /v1/users/{userId}/observers': {
    codes: ['identity.cannot_observe'],
    because: 'the guardian observes the learner already, or the person is none',
    isAlsoTaken: true,
  },
  'POST /v1/users/{userId}/merges': {
    codes: ['identity.legal_hold'],
    because: 'another press has placed a hold on the person',
    isAlsoTaken: true,
  },
  'POST /v1/terms/{termId}/rollovers': {
    codes: ['courses.no_such_target_term'],
    because: 'a press must not copy all courses of a term',
  },
  'DELETE /v1/courses/{courseId}': { codes: ['courses.not_a_draft'], because: 'the course is published' },
  'DELETE /v1/courses/{courseId}/publication': {
    codes: ['courses.has_learners'],
    because: 'the course has learners',
  },
  'DELETE /v1/sections/{sectionId}': {
    codes: ['courses.section_not_empty'],
    because: 'the section has activities',
  },
  'DELETE /v1/activities/{activityId}': {
    codes: ['courses.activity_published', 'assessments.quiz_has_attempts'],
    because: 'learners see the quiz in the version that is published, and have taken it',
  },
  'DELETE /v1/questions/{questionId}': {
    codes: ['assessments.quiz_has_attempts'],
    because: 'learners have taken the quiz',
  },
  'DELETE /v1/line-items/{lineItemId}': {
    codes: ['gradebook.line_item_has_results'],
    because: 'learners have scores in it',
  },
  'DELETE /v1/line-items/{lineItemId}/results/{userId}/override': {
    codes: ['gradebook.no_override'],
    because: 'an instructor gave the score; nothing else is beneath it',
  },
  'PUT /v1/activities/{activityId}/completion': {
    codes: ['progress.quiz_completes_itself'],
    because: 'a quiz is completed by its attempts',
  },
  'DELETE /v1/activities/{activityId}/completion': {
    codes: ['progress.quiz_completes_itself'],
    because: 'a quiz is completed by its attempts',
  },
};

/** Changes that the person asks for by pressing, whatever the body says. */
const ACTIONS = new Set([
  'PUT /v1/attempts/{attemptId}/submission',
  'PUT /v1/courses/{courseId}/scheduled-publication',
  // Staff may always say it again.
  'PUT /v1/activities/{activityId}/learners/{userId}/completion',
  // DELETE takes the link away again.
  'PUT /v1/users/{userId}/roster-link',
]);

/** Pressed last, because it ends what the others need. */
const LAST = 'DELETE /v1/enrollments/{enrollmentId}';

/**
 * What must stay the same. An answer that leaves everything as it is has an entry in the log nevertheless, which the timeline tells, too;
 * and a cursor is sealed anew each time.
 */
function comparable<T>(reads: T): T {
  return JSON.parse(
    JSON.stringify(reads, (name, value: unknown) => {
      if (name === 'sequence' || name.endsWith('/timeline')) return undefined;
      return name === 'next' && typeof value === 'string' ? 'a cursor' : value;
    }),
  ) as T;
}

jest.setTimeout(120_000);

describe('what Swagger UI offers to send', () => {
  let demo: DemoPresses;

  beforeAll(async () => {
    demo = await DemoPresses.start();
  });
  afterAll(() => demo.stop());

  it('reads everything with the parameters as they are prefilled', async () => {
    expect(demo.reads.length).toBeGreaterThan(30);
    for (const operation of demo.reads) {
      const answer = await demo.press(operation, undefined);
      expect([operation.path, answer.status]).toEqual([operation.path, 200]);
    }
  });

  it('changes nothing by a PATCH or a PUT, and is taken or says what it lacks', async () => {
    const pressed = demo.presses(['PATCH', 'PUT']).filter(({ route }) => !ACTIONS.has(route));
    expect(pressed.length).toBeGreaterThan(14);
    let before = comparable(await demo.everythingToRead());
    for (const { route, operation, body } of pressed) {
      // Of the bodies for answers, only that of no answer leaves an answer as it is.
      if (route.includes('/answers/') && (body as { response: unknown }).response !== null) continue;
      expectTakenOrRefused(route, await demo.press(operation, body));
      const after = comparable(await demo.everythingToRead());
      expect({ route, reads: after }).toEqual({ route, reads: before });
      before = after;
    }
  });

  it('saves an answer to a question of its type', async () => {
    const saving = demo.operations.find(({ path }) => path.endsWith('/answers/{questionId}'))!;
    const questions = await demo.questions();
    const tried = saving.bodies.filter(({ name }) => questions.some(({ type }) => type === name));
    expect(tried.length).toBeGreaterThan(1);
    for (const { name, value } of tried) {
      const { status, body } = await demo.answer(questions.find(({ type }) => type === name)!.id, value);
      // An option that this question does not have is refused with the options that it has.
      expect([name, status === 200 || body.code === 'assessments.invalid_response']).toEqual([name, true]);
    }
  });

  it('makes something by every POST, or says what it lacks', async () => {
    const pressed = demo.presses(['POST']);
    expect(pressed.length).toBeGreaterThan(15);
    for (const { route, operation, body } of pressed)
      expectTakenOrRefused(route, await demo.press(operation, body));
  });

  it('does what is asked by whatever takes no body, or says why not', async () => {
    const rest = demo.operations
      // Who ends their session by a press has to sign in for the next.
      .filter(({ method, hasBody, path }) => method !== 'GET' && !hasBody && !path.includes('/sessions'))
      .map((operation) => ({ route: `${operation.method} ${operation.path}`, operation }))
      .toSorted((one, other) => Number(one.route === LAST) - Number(other.route === LAST));
    expect(rest.length).toBeGreaterThan(18);
    for (const { route, operation } of rest) {
      expectTakenOrRefused(route, await demo.press(operation, undefined));
      if (route === 'DELETE /v1/users/{userId}/suspension') await demo.signLearnerInAgain();
    }
  });

  it('is refused for no other reason than those that are stated', () => {
    const routes = demo.operations.map(({ method, path }) => `${method} ${path}`);
    expect(Object.keys(REFUSED).filter((route) => !routes.includes(route))).toEqual([]);
    // A file cannot be offered: Swagger UI asks for one. Uploads in pieces are for programs that speak tus.
    const neverPressed = demo.operations.filter(
      ({ method, hasBody, bodies }) => method !== 'GET' && hasBody && bodies.length === 0,
    );
    expect(neverPressed.map(({ path }) => path).toSorted()).toEqual([
      '/v1/course-imports',
      '/v1/courses/{courseId}/enrollment-imports',
      '/v1/courses/{courseId}/gradebook-imports',
      '/v1/courses/{courseId}/question-imports',
      '/v1/file-uploads',
      '/v1/file-uploads/{uploadId}',
      '/v1/files',
      '/v1/quizzes/{activityId}/mark-imports',
      '/v1/roster-imports',
    ]);
  });

  it('sets no password that succeeds, and names no day that has passed', () => {
    for (const { route, body } of demo.presses(['POST', 'PUT', 'PATCH'])) {
      const text = JSON.stringify(body);
      for (const [day] of text.matchAll(/\b\d{4}-\d{2}-\d{2}/g))
        expect([route, day.startsWith(String(EXAMPLE_YEAR))]).toEqual([route, true]);
      if (route !== 'POST /v1/registrations' && route !== 'POST /v1/auth/token')
        expect([route, /seven-quiet-otters|stoa-demo-2026/.test(text)]).toEqual([route, false]);
    }
  });

  function expectTakenOrRefused(route: string, { status, body }: Answer): void {
    const refusal = REFUSED[route];
    if (refusal?.isAlsoTaken && status < 300) return;
    if (refusal) expect([route, refusal.codes]).toEqual([route, expect.arrayContaining([body?.code])]);
    else expect([route, status, status < 300 ? undefined : body]).toEqual([route, status, undefined]);
  }
});
