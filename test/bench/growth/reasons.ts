import type { GrowthRequest } from './requests';

/** Why the rows of a request may grow, and with what. */
export interface GrowthReason {
  /** Matched with the request's name. */
  requests: RegExp;
  /** `course`: with the people of the course that it reads, and not with the school; `school`: with either. */
  with: 'course' | 'school';
  /** Rows that it reads at most, in the largest of schools. */
  most?: number;
  why: string;
}

/** Every request that is not here must read the same number of rows, however large the school and the course are. */
const REASONS: readonly GrowthReason[] = [
  {
    requests: /\btotal=true/,
    with: 'school',
    most: 40_000,
    why: 'a total is counted, up to 10,000',
  },
  {
    requests: /\bsearch=/,
    with: 'school',
    most: 20_000,
    why: 'a search looks through 1,000 entries of each of six trigrams, or 3,000 of the list',
  },
  {
    requests: /^\/v1\/courses(\?|$| )|^\/v1\/me\/progress/,
    with: 'school',
    most: 5000,
    why: "what the caller's own courses are is found by all of their enrollments",
  },
  {
    requests: /\/enrollments\?(status|account)=|\/(gradebook|progress)\?learners=/,
    with: 'course',
    why: 'a filter passes over the people between those that it finds',
  },
  {
    requests: /\/progress\?.*sort=-?percentage(?! \(deep\))/,
    with: 'course',
    why: 'the first page by percentage counts the completions of the whole course',
  },
  { requests: /\/report\b|\/gradebook\.csv/, with: 'course', why: 'a report is about the whole course' },
];

export function reasonFor({ name, place }: GrowthRequest): GrowthReason | undefined {
  return REASONS.find(
    (reason) => reason.requests.test(name) && (reason.with === 'school' || place === 'grown'),
  );
}
