/** What somebody in the demo school needs, in all courses, from the day on which their account was made. */
export interface DemoAccommodation {
  /** A username. */
  learner: string;
  timeFactor: string;
  restBreakMinutes: number;
  presentation: ('large_print' | 'quiet_room')[];
  reason: string;
}

/** What somebody in the demo school was granted in one quiz. */
export interface DemoException {
  /** Keys of the content, and a username. */
  course: string;
  quiz: string;
  learner: string;
  maxAttempts: number | null;
  reason: string;
}

export const demoExceptions: readonly DemoException[] = [
  {
    course: 'statistics',
    quiz: 'quiz-description',
    learner: 'haruka.minamoto',
    maxAttempts: null,
    reason: 'The power failed twice in the first attempt.',
  },
];

export const demoAccommodations: readonly DemoAccommodation[] = [
  {
    learner: 'dalia.benamar',
    timeFactor: '1.5',
    restBreakMinutes: 15,
    presentation: ['large_print', 'quiet_room'],
    reason: 'Certificate of the health service, seen on paper. Renewed each year.',
  },
];
