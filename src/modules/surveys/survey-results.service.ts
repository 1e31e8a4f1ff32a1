import { Injectable } from '@nestjs/common';
import type { Caller } from '../../shared/auth/caller';
import { inEnglish } from '../../shared/sentences/say';
import { csvLines, type NumberCell } from '../../shared/text/csv-lines';
import { CourseAccess, type SurveyQuestion } from '../courses';
import { type SurveyResultsResponse, toSurveyResultsResponse } from './dto/survey-results.response';
import { kindOf } from './question-kinds/registry';
import { batchesTold } from './results-told';
import { type NamedAnswer, type StoredAnswer, SurveyAnswersRepository } from './survey-answers.repository';
import { type AskedAnswers, resultsOf } from './survey-results';
import { SurveyNotFoundError } from './surveys.errors';
import { sentences } from './surveys.sentences';
import { type SurveyRecord, SurveysRepository } from './surveys.repository';

const BYTE_ORDER_MARK = '\uFEFF';

/** What learners have answered, for staff. */
@Injectable()
export class SurveyResults {
  constructor(
    private readonly surveys: SurveysRepository,
    private readonly answers: SurveyAnswersRepository,
    private readonly access: CourseAccess,
  ) {}

  async read(caller: Caller, activityId: string): Promise<SurveyResultsResponse> {
    const survey = await this.admitted(caller, activityId);
    const count = await this.answers.count(activityId);
    const told = await this.answers.ofBatches(activityId, batchesTold(count, survey.isAnonymous));
    const questionsOf = await this.versions(activityId);
    const asked = (await this.surveys.asked(activityId))?.questions ?? [];
    const given = told.map((answer): AskedAnswers => ({
      questions: questionsOf(answer),
      answers: answer.answers,
    }));
    return toSurveyResultsResponse(survey, { answers: count, told: told.length }, resultsOf(asked, given));
  }

  /** A line for each answer that is told: with its person, or in the order of what it says. */
  async csv(caller: Caller, activityId: string): Promise<string> {
    const survey = await this.admitted(caller, activityId);
    const questionsOf = await this.versions(activityId);
    const asked = (await this.surveys.asked(activityId))?.questions ?? [];
    if (!survey.isAnonymous) {
      const named = await this.answers.named(activityId);
      const columns = columnsOf(asked, named.map(questionsOf));
      const heads = [sentences.person(), sentences.username(), sentences.answeredAt()].map(inEnglish);
      const lines = named.map((answer) => [
        ...personCells(answer),
        ...columns.map((question) => cellOf(question, answer, questionsOf(answer))),
      ]);
      return BYTE_ORDER_MARK + csvLines([[...heads, ...columns.map(({ prompt }) => prompt)], ...lines]);
    }
    const count = await this.answers.count(activityId);
    const told = await this.answers.ofBatches(activityId, batchesTold(count, true));
    const columns = columnsOf(asked, told.map(questionsOf));
    const lines = told
      .map((answer) => csvLines([columns.map((question) => cellOf(question, answer, questionsOf(answer)))]))
      .sort();
    return BYTE_ORDER_MARK + csvLines([columns.map(({ prompt }) => prompt)]) + lines.join('');
  }

  private async admitted(caller: Caller, activityId: string): Promise<SurveyRecord> {
    await this.access.activity(caller, activityId, 'surveys.read_results');
    const survey = await this.surveys.find(activityId);
    if (!survey) throw new SurveyNotFoundError();
    return survey;
  }

  /** Which questions an answer is about. One statement. */
  private async versions(
    activityId: string,
  ): Promise<(answer: Pick<StoredAnswer, 'digest'>) => readonly SurveyQuestion[]> {
    const versions = await this.surveys.answeredVersions(activityId);
    const byDigest = new Map(versions.map(({ digest, questions }) => [digest.toString('hex'), questions]));
    return ({ digest }) => byDigest.get(digest.toString('hex')) ?? [];
  }
}

/** A column for each question by its id: those that are asked now, then those that were asked earlier. */
function columnsOf(
  asked: readonly SurveyQuestion[],
  versions: readonly (readonly SurveyQuestion[])[],
): SurveyQuestion[] {
  const columns = new Map(asked.map((question) => [question.id, question]));
  for (const questions of new Set(versions))
    for (const question of questions) if (!columns.has(question.id)) columns.set(question.id, question);
  return [...columns.values()];
}

function cellOf(
  { id }: SurveyQuestion,
  { answers }: Pick<StoredAnswer, 'answers'>,
  questions: readonly SurveyQuestion[],
): string | NumberCell {
  const [answer, question] = [answers[id], questions.find((each) => each.id === id)];
  return answer === undefined || !question ? '' : kindOf(question).written(question, answer);
}

function personCells({ familyName, givenName, username, answeredAt }: NamedAnswer): string[] {
  return [`${familyName}, ${givenName}`, username, answeredAt?.toISOString() ?? ''];
}
