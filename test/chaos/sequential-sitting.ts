import type { WorldQuestion } from '../bench/world';
import { ToldError } from './client';
import type { LedgerAttempt, LedgerPlace } from './ledger';
import { type AnsweredAttempt, ENDED, type LastAnswers, PASSED, Sitting } from './sitting';

const WRONG_POSITION = 'assessments.wrong_position';

/** One learner at a quiz that asks one question after another. They go on, and try to come back, which is refused. */
export class SequentialSitting extends Sitting {
  protected override async work(attempt: LedgerAttempt, begun: AnsweredAttempt): Promise<LastAnswers> {
    const { random } = this.around;
    const { place } = attempt;
    if (!place) throw new Error(`The attempt ${begun.id} has no place.`);
    let paper = begun;
    const isEnded = await this.untilEnded(attempt, async () => {
      // Nothing is shown in a pause; whoever asks for the place at which they are is shown it when it is over.
      paper = await this.goTo(attempt, place, paper.position ?? 1);
      const steps = random.integer(1, 5);
      for (let step = 0; step < steps && (paper.position ?? 1) < paper.questionCount; step += 1) {
        if (random.chance(0.85)) await this.answer(attempt, this.currentOf(paper));
        paper = await this.goTo(attempt, place, (paper.position ?? 1) + 1);
        if (random.chance(0.3)) await this.comeBack(attempt, paper);
      }
    });
    if (isEnded || random.chance(0.3)) return { counting: {} };
    const passed = this.passedOf(paper);
    const isLate = passed.length > 0 && random.chance(0.3);
    return {
      counting: this.responsesTo([this.currentOf(paper)]),
      ...(isLate ? { refused: this.responsesTo([random.pick(passed)]) } : {}),
    };
  }

  private async goTo(attempt: LedgerAttempt, place: LedgerPlace, position: number): Promise<AnsweredAttempt> {
    const { client, ledger } = this.around;
    await this.think();
    ledger.going(place, position);
    const body = (await client.perform('save', this.stepTo(attempt, position), ENDED)) as AnsweredAttempt;
    ledger.wentOn(attempt, body.position ?? 0, body.questions);
    return body;
  }

  /** Neither to the question before, nor with another answer to one that was passed. */
  private async comeBack(attempt: LedgerAttempt, paper: AnsweredAttempt): Promise<void> {
    const { random } = this.around;
    const passed = random.pick(this.passedOf(paper));
    await this.think();
    const back = random.chance(0.5)
      ? { sent: this.stepTo(attempt, (paper.position ?? 0) - 1), code: WRONG_POSITION }
      : { sent: this.answerOf(attempt, passed, this.responseTo(passed)), code: PASSED };
    try {
      await this.around.client.perform('read', back.sent, [back.code, ...ENDED]);
    } catch (error) {
      if (!(error instanceof ToldError)) throw error;
      return;
    }
    this.around.ledger.noticed(
      `Attempt ${attempt.id} has a way back: ${back.sent.method} ${back.sent.path}`,
      'lost',
    );
  }

  private stepTo({ id }: LedgerAttempt, position: number): Parameters<typeof this.around.client.deliver>[0] {
    const path = `/v1/attempts/${id}/position`;
    return { method: 'PUT', path, token: this.learner.token, body: { position } };
  }

  private currentOf({ questions }: AnsweredAttempt): WorldQuestion {
    return this.known(questions.at(-1)?.id);
  }

  private passedOf({ questions }: AnsweredAttempt): WorldQuestion[] {
    return questions.slice(0, -1).map(({ id }) => this.known(id));
  }

  private known(id: string | undefined): WorldQuestion {
    const found = this.around.world.questions.find((question) => question.id === id);
    if (!found) throw new Error(`The question ${id} is none of the quiz.`);
    return found;
  }
}
