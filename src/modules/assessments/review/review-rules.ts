import { isPosted, type MarkedAttempt, type PostingFacts } from './posting';

/** What there is to see of a submitted attempt. */
export const REVIEW_FACTS = [
  'answers',
  'correctness',
  'maxMarks',
  'marks',
  'specificFeedback',
  'generalFeedback',
  'rightAnswer',
  'overallFeedback',
] as const;
export type ReviewFact = (typeof REVIEW_FACTS)[number];

export const REVIEW_PHASES = ['during', 'immediatelyAfter', 'laterWhileOpen', 'afterClose'] as const;
export type ReviewPhase = (typeof REVIEW_PHASES)[number];

/** For each phase, the facts that a learner sees of their attempt. */
export type ReviewRules = Readonly<Record<ReviewPhase, readonly ReviewFact[]>>;

/** How long `immediatelyAfter` lasts. */
const IMMEDIATELY_MILLISECONDS = 120_000;

/** What is seen in each phase whatever the rules say, and what can never be. */
const ALWAYS: Readonly<Partial<Record<ReviewPhase, readonly ReviewFact[]>>> = { during: ['answers'] };
const NEVER: Readonly<Partial<Record<ReviewPhase, readonly ReviewFact[]>>> = {
  during: ['overallFeedback'],
};
/** A fact that is no fact without another. */
const NEEDS: Readonly<Partial<Record<ReviewFact, ReviewFact>>> = { marks: 'maxMarks' };

/** What tells a score: of the whole, of a question, or by what was said about it. */
const SCORING: readonly ReviewFact[] = ['correctness', 'marks', 'specificFeedback', 'overallFeedback'];

const ASKED_ONLY = ['answers', 'maxMarks'] as const;
const SCORE_ONLY = ['answers', 'maxMarks', 'marks'] as const;

/**
 * What a new quiz has. While it is open, nothing tells which answers were right: a later attempt, or a classmate who has
 * not begun, could profit by it. The score as a whole is shown.
 */
export const SAFE_REVIEW: ReviewRules = {
  during: ASKED_ONLY,
  immediatelyAfter: SCORE_ONLY,
  laterWhileOpen: SCORE_ONLY,
  afterClose: REVIEW_FACTS,
};

/** All as soon as the attempt is submitted. */
export const OPEN_REVIEW: ReviewRules = {
  during: ASKED_ONLY,
  immediatelyAfter: REVIEW_FACTS,
  laterWhileOpen: REVIEW_FACTS,
  afterClose: REVIEW_FACTS,
};

/** The score and nothing else, at any time. */
export const SCORE_REVIEW: ReviewRules = {
  during: ASKED_ONLY,
  immediatelyAfter: SCORE_ONLY,
  laterWhileOpen: SCORE_ONLY,
  afterClose: SCORE_ONLY,
};

/** When an attempt was submitted, null if it is in progress, and the quiz: when nobody can work on it any more, and whether marks are posted. */
export interface ReviewedAttempt extends PostingFacts, MarkedAttempt {
  submittedAt: Date | null;
}

/** Who looks at an attempt. */
export type AttemptViewer = 'learner' | 'staff';

/**
 * Tried in this order, as Moodle does (mod/quiz/classes/question/display_options.php): a closed quiz is closed at once. It is
 * not closed before it is so for everybody: whoever has until later could get the key from a classmate.
 */
export function reviewPhase(
  { submittedAt, lastClosesAt }: Pick<ReviewedAttempt, 'submittedAt' | 'lastClosesAt'>,
  now: Date,
): ReviewPhase {
  if (submittedAt === null) return 'during';
  if (hasClosed(lastClosesAt, now)) return 'afterClose';
  if (now.getTime() < submittedAt.getTime() + IMMEDIATELY_MILLISECONDS) return 'immediatelyAfter';
  return 'laterWhileOpen';
}

/** The facts that a learner sees in a phase. */
export function shownFacts(rules: ReviewRules, phase: ReviewPhase): ReadonlySet<ReviewFact> {
  const facts = new Set<ReviewFact>([...rules[phase], ...(ALWAYS[phase] ?? [])]);
  for (const fact of NEVER[phase] ?? []) facts.delete(fact);
  for (const [fact, needed] of Object.entries(NEEDS) as [ReviewFact, ReviewFact][])
    if (!facts.has(needed)) facts.delete(fact);
  return facts;
}

/** The facts that are left to learners while marks are not posted. */
function withoutScores(facts: ReadonlySet<ReviewFact>): Set<ReviewFact> {
  return new Set([...facts].filter((fact) => !SCORING.includes(fact)));
}

/** The facts of an attempt that are there for its viewer: all for staff; for learners those of the phase, without scores until marks are posted. */
export function factsFor(
  viewer: AttemptViewer,
  rules: ReviewRules,
  attempt: ReviewedAttempt,
  now: Date,
): ReadonlySet<ReviewFact> {
  if (viewer === 'staff') return ALL_FACTS;
  const shown = shownFacts(rules, reviewPhase(attempt, now));
  return isPosted(attempt, attempt, now) ? shown : withoutScores(shown);
}

/**
 * Since when a learner can have seen the marks of the questions of an attempt, of which the last was given at `markedAt`: never before it was
 * posted, nor before a phase that shows it. Null where they do not see them now.
 *
 * @param postedAt when marks that were kept back were posted by hand
 */
export function marksShownSince(
  rules: ReviewRules,
  attempt: ReviewedAttempt & { postedAt: Date | null },
  markedAt: Date,
  now: Date,
): Date | null {
  if (!showsQuestionMarks(factsFor('learner', rules, attempt, now))) return null;
  const { posting, postsAt, postedAt, lastClosesAt } = attempt;
  const isShownWhileOpen = showsQuestionMarks(shownFacts(rules, 'laterWhileOpen'));
  const waitsForClose = posting === 'when_all_marked' || !isShownWhileOpen;
  const instants = [
    markedAt,
    posting === 'at_date' ? postsAt : null,
    posting === 'at_once' ? postedAt : null,
    waitsForClose && hasClosed(lastClosesAt, now) ? lastClosesAt : null,
  ];
  return new Date(Math.max(...instants.map((instant) => instant?.getTime() ?? 0)));
}

/** The marks of a single question tell whether it was right, so they need both facts. */
export function showsQuestionMarks(facts: ReadonlySet<ReviewFact>): boolean {
  return facts.has('marks') && facts.has('correctness');
}

/**
 * Whether a learner sees their grade in the quiz, which tells of all their attempts, whatever phase each is in: only when marks are
 * posted, and while the quiz is open only if both phases of then show marks.
 */
export function showsGrade(rules: ReviewRules, quiz: PostingFacts, now: Date): boolean {
  const { lastClosesAt } = quiz;
  if (!isPosted(quiz, undefined, now)) return false;
  const phases: ReviewPhase[] = hasClosed(lastClosesAt, now)
    ? ['afterClose']
    : ['immediatelyAfter', 'laterWhileOpen'];
  return phases.every((phase) => shownFacts(rules, phase).has('marks'));
}

function hasClosed(lastClosesAt: Date | null, now: Date): boolean {
  return lastClosesAt !== null && now >= lastClosesAt;
}

const ALL_FACTS: ReadonlySet<ReviewFact> = new Set(REVIEW_FACTS);
