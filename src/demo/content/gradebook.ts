import { demoExceptions } from './accommodations';
import type { DemoHappening } from './activity/happenings';
import { demoCourses } from './courses';
import type { DemoFinalGrade } from './teaching';

/** What the instructor of the example course has said in its gradebook, beside the scores. */
export interface DemoGradebook {
  course: string;
  /** Its learners see their scores when the instructor posts them. */
  mutedQuiz: string;
  /** Somebody who need not hand an assignment in. */
  excused: { learner: string; assignment: string; comment: string };
  /** In the place of what is computed. */
  given: DemoFinalGrade;
}

export function gradebookOf(happenings: readonly DemoHappening[]): DemoGradebook {
  const content = demoCourses.find(({ isExample }) => isExample)!;
  const [assignment] = content.assignments;
  const own = happenings.filter(({ courseKey }) => courseKey === content.key);
  const left = own.flatMap((each) => (each.type === 'withdrawal' ? [each.username] : []));
  const graded = own.flatMap((each) =>
    each.type === 'grade' && each.assignmentKey === assignment?.key ? [each.username] : [],
  );
  // Who has an exception is in the examples of Swagger UI, which are to say what they say of anybody.
  const others = new Set([...left, ...demoExceptions.map(({ learner }) => learner)]);
  const here = own.flatMap((each) =>
    each.type === 'enrollment' && !others.has(each.username) ? [each.username] : [],
  );
  const excused = here.find((username) => !graded.includes(username));
  const given = here.find((username) => graded.includes(username));
  if (!assignment || excused === undefined || given === undefined)
    throw new Error(`Everybody in the demo course ${content.key} has done the same.`);
  return {
    ...{ course: content.key, mutedQuiz: 'quiz-inference' },
    excused: { learner: excused, assignment: assignment.key, comment: 'Excused on account of illness.' },
    given: {
      ...{ learner: given, percent: '91.5', mark: null },
      reason: 'The project that stood in for two of the quizzes counts as agreed.',
    },
  };
}
