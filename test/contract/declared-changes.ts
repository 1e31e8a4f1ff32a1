/** A change that breaks callers, and is meant. */
export interface DeclaredChange {
  /** As `npm run check:contract` prints it; a pattern where the same change shows in many places. */
  change: string | RegExp;
  /** Why it was made, and what callers do about it. */
  why: string;
}

/** Callers need do nothing. */
const ALWAYS_SO = 'Such values were always refused; the description says so now.';

/**
 * Breaking changes of the API since the release whose contract is in `baseline.json`. Recording that of the next release
 * (`npm run record-contract`) empties the list.
 */
export const DECLARED_CHANGES: DeclaredChange[] = [
  {
    change: /^\w+ \/v1\/\S* \d+ header X-RateLimit-(Limit|Remaining|Reset): is gone$/,
    why: 'Headers have the names that others use: read RateLimit-Limit, RateLimit-Remaining and RateLimit-Reset.',
  },
  {
    change: /^\w+ \/v1\/\S* \d+ header X-RateLimit-(Limit|Remaining|Reset)-Guessable: is gone$/,
    why: 'Nobody learns from them how often they may still guess. Read Retry-After of the answer 429.',
  },
  {
    change: 'ErrorCode: the value "courses.video_url" is gone',
    why: 'A videoUrl that is missing or malformed is request.invalid, as every other field is. `errors` names the field.',
  },
  {
    change: /^(EnrolledPerson|PersonResponse)\.username: was string and is string or null$/,
    why: 'A username that is an email address is seen by administrators and by its owner. Show the name where it is null.',
  },
  {
    change: 'UpdateQuestionDto.definition.type: is required now',
    why: 'A union is told apart by a field that each of its members requires. A request without it is taken as before.',
  },
  {
    change:
      /^(\w*AttemptQuestionResponse\.points|Attempt\w*Response\.maxScore): was string and is string or null$/,
    why: 'Review rules may keep from a learner what questions can earn. Show no maximum where it is null.',
  },
  {
    change: /^\w*QuestionResponse\.activityId: was string and is string or null$/,
    why: 'A question of the bank may be in no quiz. Those that a quiz lists have its id as before.',
  },
  { change: /^GET \S+ query limit: was number and is integer$/, why: ALWAYS_SO },
  {
    change:
      /^(CreateLineItemDto|UpdateLineItemDto|CreateQuestionDto|UpdateQuestionDto|PutResultDto|UpdateQuizDto)\.(resultValueM..|points|score|passPercentage): (maxLength is 40|must match \S+) now$/,
    why: `Decimals have one form, with a schema of its own. ${ALWAYS_SO}`,
  },
  {
    change:
      /^(AttemptQuestionResponse\.(key|response)|SavedAnswerResponse\.response|QuestionResponse\.definition\.key): was /,
    why: 'Questions of the new types matching and ordering have objects and lists as answers. Look at the type of the question first.',
  },
  { change: /^ToleranceSchema\.value: (minLength is 1|maxLength is 64) now$/, why: ALWAYS_SO },
  {
    change: 'ToleranceSchema.value: was a decimal and is a written-number',
    why: 'It always took what numeric answers take, such as 1e-3, and is kept as written.',
  },
  {
    change: 'GradebookCellResponse.status: was string and is string or null',
    why: 'Missing work has a cell in the gradebook also where there is no result: its status is null, as among the grades of a learner.',
  },
  { change: 'ChoiceOptionSchema.text: minLength is 1 now', why: ALWAYS_SO },
  {
    change: 'OutlineActivity.content: is gone',
    why: 'The outline holds no texts, and `contentHtml` only of what is shown in it. Read them with the activities: GET /v1/courses/{courseId}/activities has many at once, GET /v1/activities/{activityId} one.',
  },
  {
    change:
      /^(EnrollmentResponse|MyEnrollmentResponse)\.status: is gone|\/enrollments query status: is gone$/,
    why: 'Enrollments have states: read and filter by `state`. What was `ended` is `completed`, `expired` or `withdrawn`.',
  },
];

/** What is to be done about the changes that were found: those that nobody declared, and declarations without a change. */
export function undeclared(changes: string[], declared: DeclaredChange[] = DECLARED_CHANGES): string[] {
  const fits = ({ change }: DeclaredChange, found: string): boolean =>
    typeof change === 'string' ? change === found : change.test(found);
  return [
    ...changes
      .filter((found) => !declared.some((one) => fits(one, found)))
      .map((found) => `breaks callers: ${found}. Undo it, or say why in test/contract/declared-changes.ts`),
    ...declared
      .filter((one) => !changes.some((found) => fits(one, found)))
      .map(({ change }) => `declared but not there: ${String(change)}`),
  ];
}
