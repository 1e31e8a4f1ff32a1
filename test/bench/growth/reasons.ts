import type { GrowthRequest } from './requests';

/** Why the rows of a request may grow, and with what. */
export interface GrowthReason {
  /** Matched with the request's name. */
  requests: RegExp;
  /** `course`: with the people of the course that it reads, and not with the school; `school`: with either. */
  with: 'course' | 'school';
  /** Rows that it reads at most, in the largest of schools. */
  most?: number;
  /** It sends more statements, too, a bounded number of rows with each. */
  inStatements?: true;
  why: string;
}

/** Every request that is not here must read the same number of rows, however large the school and the course are. */
const REASONS: readonly GrowthReason[] = [
  {
    requests: /\btotal=true/,
    with: 'school',
    inStatements: true,
    most: 80_000,
    why: 'a total is counted, up to 10,000',
  },
  {
    requests:
      /^\/v1\/(group-sets\/\{groupSetId\}\/groups|groups\/\{groupId\}|courses\/\{courseId\}\/learner-tags|learner-tags\/\{learnerTagId\})(\?|$| )/,
    with: 'course',
    why: 'the learners of each group or tag are counted',
  },
  {
    requests: /\/(gradebook|progress|enrollments)\?(groupId|tagId)=/,
    with: 'course',
    why: 'a filter by people passes over the others between those that it finds',
  },
  {
    requests: /\/enrollment-requests/,
    with: 'course',
    most: 5000,
    why: 'a position in a waitlist counts those before it',
  },
  {
    requests: /\bsearch=/,
    with: 'school',
    inStatements: true,
    most: 20_000,
    why: 'a search looks through 1,000 entries of each of six trigrams, or 3,000 of the list',
  },
  {
    requests: /^\/v1\/courses\/facets/,
    with: 'school',
    most: 90_000,
    why: 'what courses have is counted of up to 10,000, with their tags, twice',
  },
  {
    requests: /^\/v1\/catalog/,
    with: 'school',
    most: 20_000,
    why: 'the list is looked through for open schools and filters, 3,000 courses at most, or 1,000 are sorted that have what is asked for',
  },
  {
    requests: /^\/v1\/courses\?.*(termId|schoolId|language|level|category|tag)=/,
    with: 'school',
    most: 20_000,
    why: 'at most 1,000 courses that have what is asked for are sorted, or 3,000 of the list are looked through',
  },
  {
    requests: /^\/v1\/courses(\?|$| )|^\/v1\/me\/(observed-learners\/\{learnerId\}\/)?progress/,
    with: 'school',
    most: 5000,
    why: "what the caller's own courses are is found by all of their enrollments, at most four rows each",
  },
  {
    requests: /^\/v1\/uncertified-courses/,
    with: 'school',
    most: 300,
    why: 'the small school has fewer courses than a page, each of which is looked up among closings and certifications',
  },
  {
    requests: /^\/v1\/(me|users\/\{userId\}|me\/observed-learners\/\{learnerId\})\/enrollments\?state=/,
    with: 'school',
    most: 5000,
    why: "a filter passes over the caller's own enrollments between those that it finds",
  },
  {
    requests: /\/enrollments\?(state|account)=|\/(gradebook|progress|final-grades)\?learners=/,
    with: 'course',
    why: 'a filter passes over the people between those that it finds',
  },
  {
    requests: /\/progress\?.*sort=-?percentage(?! \(deep\))/,
    with: 'course',
    why: 'the first page by percentage counts the completions of the whole course',
  },
  {
    requests: /\/results\/changes\?(changedBy|lineItemId|userId)=/,
    with: 'course',
    why: 'a filter passes over the changes between those that it finds, or sorts those of one line item or learner',
  },
  {
    requests: /\/attempts\?deleted=true/,
    with: 'course',
    why: 'attempts that staff deleted are few, and found among all attempts at the quiz',
  },
  {
    requests: /\/gradebook\.csv|\/grade-closing\/preview/,
    with: 'course',
    inStatements: true,
    why: 'the whole gradebook is sent part by part, as it is read',
  },
  {
    requests: /courses\/\{courseId\}\/accommodations/,
    with: 'course',
    why: 'what is needed in all courses is found by the learners of the course',
  },
  {
    requests: /\/questions\/export/,
    with: 'course',
    inStatements: true,
    why: 'all questions of the course are written, a hundred with each statement',
  },
  {
    requests: /\/oneroster\.zip/,
    with: 'course',
    inStatements: true,
    why: 'the bundle has all people and results of the course, a thousand with each statement',
  },
  {
    requests: /\/gradebook\/statistics|\/report\/(total|grade)-distribution/,
    with: 'course',
    inStatements: true,
    why: 'totals are read part by part, two statements for some hundred learners',
  },
  {
    requests: /\/statistics|\/responses|\/questions\/\{questionId\}\/options|\/own-place/,
    with: 'course',
    why: 'the figures of a quiz or a line item are about all of its learners',
  },
  {
    requests: /^\/v1\/videos\/\{videoId\}\/heat/,
    with: 'course',
    why: 'the heat of a video is about all who have watched it',
  },
  { requests: /\/report\b/, with: 'course', why: 'a report is about the whole course' },
  { requests: /\/enrollments\.csv/, with: 'course', why: 'a roster names everybody' },
  {
    requests: /\/members\.csv/,
    with: 'course',
    why: 'the members of a set are looked for among all learners',
  },
  { requests: /\/enrollment-counts/, with: 'course', why: 'the story of each learner is counted' },
];

export function reasonFor({ name, place }: GrowthRequest): GrowthReason | undefined {
  return REASONS.find(
    (reason) => reason.requests.test(name) && (reason.with === 'school' || place === 'grown'),
  );
}
