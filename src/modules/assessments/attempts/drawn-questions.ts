import { Injectable } from '@nestjs/common';
import { TooFewQuestionsError } from '../assessments.errors';
import { draw, type Drawing } from '../slots/drawing';
import { DrawsRepository } from '../slots/draws.repository';
import type { StartingTerms } from './attempt-records';
import { DrawnQuestionsRepository } from './drawn-questions.repository';
import type { VersionedQuestion } from './paper-records';

/** Draws the questions of attempts that start. */
@Injectable()
export class DrawnQuestions {
  constructor(
    private readonly draws: DrawsRepository,
    private readonly repository: DrawnQuestionsRepository,
  ) {}

  /**
   * The terms with the questions that the draws of the quiz give for this seed, each at the place of its draw and worth what that
   * says. What is drawn is the latest version: authors who change it meanwhile wait for nothing, since versions never change. What
   * a correction has taken out is not drawn.
   *
   * @throws TooFewQuestionsError for the first draw that lacks questions
   */
  async complete(
    terms: StartingTerms,
    activityId: string,
    userId: string,
    seed: number,
  ): Promise<StartingTerms> {
    const { draws, questions, started } = terms;
    if (draws.length === 0) return terms;
    const asked =
      started === 0 ? new Map<string, number>() : await this.repository.timesAsked(activityId, userId);
    const first = await this.draw(terms, asked, seed, true);
    const isTakenOut = ({ voided }: VersionedQuestion): boolean => voided === 'taken_out';
    // Questions are taken out seldom: only who draws one looks up the keys of all.
    const { bySlot, latest } = [...first.latest.values()].some(isTakenOut)
      ? await this.draw(terms, asked, seed, false)
      : first;
    const drawnFor = ({ slotId, points }: (typeof draws)[number]): VersionedQuestion[] =>
      (bySlot.get(slotId) ?? []).flatMap((id) => {
        const question = latest.get(id);
        if (!question) return [];
        // One can be taken out in this very moment.
        return [{ ...question, points: isTakenOut(question) ? '0' : points, paperPoints: points }];
      });
    const ordered = [...questions.keys(), questions.length].flatMap((index) => [
      ...draws.filter(({ after }) => after === index).flatMap(drawnFor),
      ...questions.slice(index, index + 1),
    ]);
    return { ...terms, questions: ordered };
  }

  private async draw(
    { courseId, draws, questions }: StartingTerms,
    asked: ReadonlyMap<string, number>,
    seed: number,
    withTakenOut: boolean,
  ): Promise<{ bySlot: Drawing['bySlot']; latest: ReadonlyMap<string, VersionedQuestion> }> {
    const pots = await this.draws.pots(courseId, draws, withTakenOut);
    const taken = new Set(questions.map(({ id }) => id));
    const { bySlot, lacking } = draw(pots, taken, asked, seed);
    const short = draws.find(({ slotId }) => slotId === lacking?.slotId);
    if (short && lacking) {
      const { position, count } = short;
      throw new TooFewQuestionsError({ position, count, found: lacking.found });
    }
    return { bySlot, latest: await this.repository.latest([...bySlot.values()].flat()) };
  }
}
