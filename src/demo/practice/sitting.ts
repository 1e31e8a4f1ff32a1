import type { BehaviorName, Certainty } from '../../modules/assessments';
import type { Caller } from '../../shared/auth/caller';
import {
  addDays,
  firstDayOf,
  type PracticeAnswer,
  practiceAnswers,
  practiceCourse,
  practiceQuizzes,
  type PracticeSitting,
} from '../content';
import { addSeconds, instantOf } from '../content/calendar';
import { Random } from '../content/random';
import type { FrontDoors } from '../front-doors';
import type { SettableClock } from '../replay-clock';
import { exampleOf, type PracticeFiles } from './practice-files';

/** An attempt of somebody. */
export interface TakenSitting extends PracticeSitting {
  attemptId: string;
}

/** As an attempt shows it. */
interface ShownQuestion {
  id: string;
  type: string;
  definition: object;
}

/** How much likelier somebody is right with each further try. */
const LEARNS = 0.3;
/** Where tries are not limited, somebody gives up after so many. */
const PATIENCE = 3;

/** One learner who takes one quiz of the practice room, by the same code as everybody's requests. */
export class Sitting {
  private now = new Date(0);

  constructor(
    private readonly doors: FrontDoors,
    private readonly clock: SettableClock,
    private readonly files: PracticeFiles,
    private readonly learner: Caller,
    private readonly seedingDay: string,
  ) {}

  async take(sitting: PracticeSitting, activityId: string): Promise<TakenSitting> {
    const { attempts } = this.doors;
    const { quiz, day, minute, skill, leavesAfter } = sitting;
    const random = new Random(`practice/${quiz}/${this.learner.username}`);
    const behavior = practiceQuizzes.find(({ key }) => key === quiz)?.behavior ?? 'deferred';
    this.moveTo(instantOf(practiceCourse, addDays(firstDayOf(practiceCourse, this.seedingDay), day), minute));
    const { id, questions } = await attempts.start(this.learner, activityId);
    for (const question of questions.slice(0, leavesAfter)) {
      this.moveTo(addSeconds(this.now, random.between(25, 110)));
      await this.answer(id, question, { behavior, skill, random });
    }
    if (leavesAfter === undefined) {
      this.moveTo(addSeconds(this.now, random.between(10, 60)));
      await attempts.submit(this.learner, id, {});
    }
    return { ...sitting, attemptId: id };
  }

  private async answer(
    attemptId: string,
    question: ShownQuestion,
    { behavior, skill, random }: { behavior: BehaviorName; skill: number; random: Random },
  ): Promise<void> {
    const { attempts } = this.doors;
    const { id: questionId } = question;
    if (!isJudged(question)) {
      const response = await this.unjudged(question, random);
      return attempts.save(this.learner, attemptId, { questionId, response, certainty: null });
    }
    const tried: unknown[] = [];
    for (let tries = 0; tries < PATIENCE; tries += 1) {
      const isRight = random.chance(skill + LEARNS * tries);
      const response = answerTo(question, isRight, tried, random);
      const certainty = behavior.endsWith('certainty') ? certaintyOf(isRight, random) : null;
      const given = { questionId, response, certainty };
      if (behavior.startsWith('deferred')) return attempts.save(this.learner, attemptId, given);
      const { standing } = await attempts.check(this.learner, attemptId, given);
      if (standing.closed || standing.correct) return;
      tried.push(response);
      this.moveTo(addSeconds(this.now, random.between(15, 70)));
    }
  }

  private async unjudged(question: ShownQuestion, random: Random): Promise<unknown> {
    const example = exampleOf(question.type);
    if (example.files.length > 0) return this.files.response(this.learner, example);
    return answerTo(question, true, [], random);
  }

  private moveTo(instant: Date): void {
    this.now = instant;
    this.clock.set(instant);
  }
}

/** Whether something in it is right or wrong for the learners of the practice room. A type of which nothing is known here is answered as its example is. */
function isJudged({ type }: ShownQuestion): boolean {
  return (practiceAnswers[type as keyof typeof practiceAnswers]?.wrong.length ?? 0) > 0;
}

/** One that was not tried before, if there is any. */
function answerTo(
  { type, definition }: ShownQuestion,
  isRight: boolean,
  tried: unknown[],
  random: Random,
): unknown {
  const known = practiceAnswers[type as keyof typeof practiceAnswers];
  if (!known) return exampleOf(type).response;
  const drawn = (definition as { values?: Record<string, string> }).values ?? {};
  const asSent = (answer: PracticeAnswer): unknown =>
    typeof answer === 'function' ? (answer as (values: object) => unknown)(drawn) : answer;
  if (known.wrong.length === 0) return random.pick(known.right.map(asSent));
  const wrong = known.wrong.map(asSent).filter((answer) => !tried.includes(answer));
  const choice = isRight || wrong.length === 0 ? known.right.map(asSent) : wrong;
  return random.weighted(choice, (_, index) => 1 / (index + 1));
}

/** Most know what they know. */
function certaintyOf(isRight: boolean, random: Random): Certainty {
  const scale: Certainty[] = isRight ? ['high', 'medium', 'low'] : ['low', 'medium', 'high'];
  return random.weighted(scale, (_, index) => 1 / (index + 1));
}
