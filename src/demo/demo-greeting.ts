import {
  demoAdministrator,
  demoCourses,
  demoInstructors,
  demoLearners,
  type DemoPerson,
  practiceCourse,
  practiceMarkers,
  type TemperamentKind,
} from './content';
import { DEMO_PASSWORD } from './seed-demo-school';

/** Kinds of learners worth a look, in the words of the greeting. */
const LEARNERS: [TemperamentKind, string][] = [
  ['strong', 'does well, and uploaded the files that examples of answers name'],
  ['last_minute', 'works at the last minute'],
  ['struggling', 'finds it hard'],
];

/** What the demo says when it is ready: where it listens, who can sign in, where the data are, how to end it. */
export function demoGreeting(place: { url: string; store: string; startAfresh: string }): string {
  return `
Stoa's demo school is open.

  Swagger UI   ${place.url}/docs   (press Authorize and sign in)
  API          ${place.url}/v1

  Everybody's password is ${DEMO_PASSWORD}

${logins()}

  Data         ${place.store}
  Ctrl-C stops it. To start afresh, stop it, then ${place.startAfresh}.
`;
}

function logins(): string {
  const rows = [
    ['administrator', demoAdministrator.username, ''],
    ...demoInstructors.map((instructor) => ['instructor', instructor.username, coursesOf(instructor)]),
    ...LEARNERS.map(([kind, words]) => [
      'learner',
      demoLearners.find(({ temperament }) => temperament.kind === kind)?.username ?? '',
      words,
    ]),
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd())
    .join('\n');
}

function coursesOf({ username }: DemoPerson): string {
  const taught = [...demoCourses, practiceCourse]
    .filter((course) => course.instructor === username)
    .map(({ title, status }) => (status === 'draft' ? `${title} (draft)` : title));
  const marked = practiceMarkers.includes(username) ? [`marks in ${practiceCourse.title}`] : [];
  return [...taught, ...marked].join(', ');
}
