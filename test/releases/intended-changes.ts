/** A difference between what a release said about its school and what this build says, which is meant. */
export interface IntendedChange {
  /** Of the addresses where it shows. */
  address: RegExp;
  /** Of the places in the answer, such as `data[0].email`; `status` and the empty path for the whole are places too. */
  place: RegExp;
  /** Why the answer is another now. */
  why: string;
}

/**
 * What the API says otherwise than the recorded releases did, on purpose. New fields need no entry: only what was there
 * before has to stay. Whoever changes an answer adds an entry; recording the next release starts with an empty list.
 */
export const INTENDED_CHANGES: IntendedChange[] = [
  {
    address: /\/gradebook\.csv$/,
    place: /^$/,
    why: 'The table has a column that says who is suspended.',
  },
  {
    address: /\/enrollments\?/,
    place: /^data\[\d+\]\.user\.email$/,
    why: 'An email address is seen by administrators and by its owner: who enrolls somebody must not learn it by that.',
  },
  {
    address: /\/progress(\?|\/me|$)/,
    place: /(^|\.)percentage$/,
    why: 'Decimals have one form: no zeros at the end.',
  },
  {
    address: /\/progress(\?|\/me|$)/,
    place: /(^|\.)(percentage|total|completed|nextActivity|dueItems)/,
    why: 'Quizzes without questions, and those from which the learner is exempt, no longer count; nor is work asked that was due before they came.',
  },
  {
    address: /\/(grades\/|gradebook(\?|$))/,
    place: /\.(late|daysLate)$/,
    why: 'Work is late by the instant at which it came in. What was dated by hand has none.',
  },
  {
    address: /\/report$/,
    place: /^(ended|endedByCourseWeek|progressDistribution|completionFunnel|lineItems|behind)/,
    why: 'All figures are about the learners who can take part now, with their results or without.',
  },
  {
    address: /\/grades\//,
    place: /\.late$/,
    why: 'What is exempt or not submitted is not late.',
  },
  {
    why: 'Categories of line items belong to a course. Those of the school became one of each course that uses them.',
    address: /\/line-items/,
    place: /category\.id$/,
  },
  {
    address: /\/outline$/,
    place: /^sections\[\d+\]\.activities\[\d+\]\.(content|contentHtml|videoUrl)$/,
    why: 'The outline holds no texts, and a video its own address alone. They are read with the activities.',
  },
  {
    address: /\/outline$/,
    place: /^version$/,
    why: 'To learners it is the number of what is published, which begins at 1.',
  },
  {
    address: /\/enrollments/,
    place: /^data\[\d+\]\.status$/,
    why: 'Enrollments have a state in force: completed, expired and withdrawn ones had all ended.',
  },
];
