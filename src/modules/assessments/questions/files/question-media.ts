import { Injectable } from '@nestjs/common';
import { asView, viewIn } from '../../../../shared/http/etag';
import { fileIdsWithin, type FileResponse, FilesFacade, mayNameFiles, mediaState } from '../../../files';
import { AnswerFiles } from '../../answer-files/answer-files.service';
import type { AttemptResponse } from '../../attempts/dto/attempt.response';
import type { AskedQuestion } from '../../attempts/paper-records';
import { filesOfDefinition } from '../../question-types/definition-parts';
import type { QuestionDefinition } from '../../question-types/registry';
import type { QuestionResponse } from '../dto/question.response';
import type { TriesResponse } from '../../tries/dto/tries.response';
import { textsOf } from '../question-texts';
import { QuestionFilesRepository } from './question-files.repository';

/** What is shown of a question. */
interface ShownQuestion {
  versionId: string;
  definition: QuestionDefinition;
  promptHtml: string;
  /** All texts besides the prompt that are shown, as HTML or as Markdown. */
  said?: readonly (string | null | undefined)[];
}

/**
 * Tells the files of questions, with addresses that need no token, to whoever is shown the questions. Two statements for all of
 * them, and none where none names a file.
 */
@Injectable()
export class QuestionMedia {
  constructor(
    private readonly references: QuestionFilesRepository,
    private readonly files: FilesFacade,
    private readonly answerFiles: AnswerFiles,
  ) {}

  /** With the files of each question. */
  async withOwn(questions: readonly QuestionResponse[]): Promise<QuestionResponse[]> {
    const shown = questions.map((question) => ({
      ...question,
      said: textsOf(question).map(({ text }) => text),
    }));
    const filesOf = await this.find(shown);
    return questions.map((question, index) => {
      const media = filesOf(shown[index] ?? question);
      return media.length === 0
        ? question
        : asView({ ...question, media }, viewIn('media', mediaState(media)));
    });
  }

  async withItsOwn(question: QuestionResponse): Promise<QuestionResponse> {
    return (await this.withOwn([question]))[0] ?? question;
  }

  /** With the files of all questions that the attempt shows, as far as it shows them, and of the answers to these. */
  async ofPaper(attempt: AttemptResponse, asked: readonly AskedQuestion[]): Promise<AttemptResponse> {
    const byId = new Map(asked.map((question) => [question.id, question]));
    const shown = attempt.questions.flatMap(
      ({ id, promptHtml, feedbackHtml, answerFeedback = [], tries }) => {
        const question = byId.get(id);
        const said = [
          feedbackHtml,
          ...answerFeedback.map(({ html }) => html),
          ...(tries ? saidBy(tries) : []),
        ];
        return question ? [{ ...question, promptHtml, said }] : [];
      },
    );
    const answers = attempt.questions.map(({ id, response }) => ({
      ...{ questionId: id, response },
      definition: byId.get(id)?.definition,
    }));
    const media = [...(await this.of(shown)), ...(await this.answerFiles.describe(attempt.id, answers))];
    return media.length === 0 ? attempt : { ...attempt, media };
  }

  /** Those that are shown with how a question stands by its tries. */
  async ofStanding(
    { versionId, definition }: AskedQuestion,
    standing: TriesResponse,
  ): Promise<FileResponse[]> {
    const said = saidBy(standing);
    // What is asked has been shown before.
    return said.some(mayNameFiles) ? this.of([{ versionId, definition, promptHtml: '', said }], false) : [];
  }

  /** Those of all the questions, each once. */
  async of(questions: readonly ShownQuestion[], withAsked = true): Promise<FileResponse[]> {
    const filesOf = await this.find(questions, withAsked);
    const files = questions.flatMap(filesOf);
    return [...new Map(files.map((file) => [file.id, file])).values()];
  }

  private async find(
    questions: readonly ShownQuestion[],
    withAsked = true,
  ): Promise<(question: ShownQuestion) => FileResponse[]> {
    const versionIds = questions.filter(mayShowFiles).map(({ versionId }) => versionId);
    if (versionIds.length === 0) return () => [];
    const references = await this.references.ofVersions(versionIds);
    const files = await this.files.describe([...new Set(references.map(({ fileId }) => fileId))]);
    const ofVersions = Map.groupBy(references, ({ versionId }) => versionId);
    return ({ versionId, said = [] }) => {
      const named = new Set(said.flatMap(fileIdsWithin));
      const shown = ofVersions
        .get(versionId)
        ?.filter(({ isAsked, fileId }) => (isAsked && withAsked) || named.has(fileId));
      const ids = new Set(shown?.map(({ fileId }) => fileId));
      return files.filter(({ id }) => ids.has(id));
    };
  }
}

function mayShowFiles({ promptHtml, said = [], definition }: ShownQuestion): boolean {
  return mayNameFiles(promptHtml) || said.some(mayNameFiles) || filesOfDefinition(definition).length > 0;
}

/** What is said to a try: only the hint that it has led to, and none before. */
function saidBy({ answerFeedback, hint }: TriesResponse): string[] {
  return [...answerFeedback.map(({ html }) => html), ...(hint ? [hint.html] : [])];
}
