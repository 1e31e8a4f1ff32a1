import { Injectable } from '@nestjs/common';
import { asView, viewIn } from '../../../../shared/http/etag';
import { type FileResponse, FilesFacade, mayNameFiles, mediaState } from '../../../files';
import { AnswerFiles } from '../../answer-files/answer-files.service';
import type { AttemptResponse } from '../../attempts/dto/attempt.response';
import type { AskedQuestion } from '../../attempts/paper-records';
import { filesOfDefinition } from '../../question-types/definition-parts';
import type { QuestionDefinition } from '../../question-types/registry';
import type { QuestionResponse } from '../dto/question.response';
import { QuestionFilesRepository } from './question-files.repository';

/** What is shown of a question. */
interface ShownQuestion {
  versionId: string;
  definition: QuestionDefinition;
  promptHtml: string;
  /** Left out where it is not shown. */
  feedbackHtml?: string | null | undefined;
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
    const filesOf = await this.find(questions);
    return questions.map((question) => {
      const media = filesOf(question);
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
    const shown = attempt.questions.flatMap(({ id, promptHtml, feedbackHtml }) => {
      const question = byId.get(id);
      return question ? [{ ...question, promptHtml, feedbackHtml }] : [];
    });
    const answers = attempt.questions.map(({ id, response }) => ({
      ...{ questionId: id, response },
      definition: byId.get(id)?.definition,
    }));
    const media = [...(await this.of(shown)), ...(await this.answerFiles.describe(attempt.id, answers))];
    return media.length === 0 ? attempt : { ...attempt, media };
  }

  /** Those of all the questions, each once. */
  async of(questions: readonly ShownQuestion[]): Promise<FileResponse[]> {
    const filesOf = await this.find(questions);
    const files = questions.flatMap(filesOf);
    return [...new Map(files.map((file) => [file.id, file])).values()];
  }

  private async find(
    questions: readonly ShownQuestion[],
  ): Promise<(question: ShownQuestion) => FileResponse[]> {
    const versionIds = questions.filter(mayShowFiles).map(({ versionId }) => versionId);
    if (versionIds.length === 0) return () => [];
    const references = await this.references.ofVersions(versionIds);
    const files = await this.files.describe([...new Set(references.map(({ fileId }) => fileId))]);
    const ofVersions = Map.groupBy(references, ({ versionId }) => versionId);
    return ({ versionId, feedbackHtml }) => {
      const shown = ofVersions.get(versionId)?.filter(({ isAsked }) => isAsked || feedbackHtml !== undefined);
      const ids = new Set(shown?.map(({ fileId }) => fileId));
      return files.filter(({ id }) => ids.has(id));
    };
  }
}

function mayShowFiles({ promptHtml, feedbackHtml, definition }: ShownQuestion): boolean {
  return mayNameFiles(promptHtml) || mayNameFiles(feedbackHtml) || filesOfDefinition(definition).length > 0;
}
