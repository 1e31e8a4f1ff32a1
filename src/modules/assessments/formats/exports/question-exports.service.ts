import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { inEnglish } from '../../../../shared/sentences/say';
import { CourseAccess } from '../../../courses';
import type { QuestionRecord } from '../../questions/questions.repository';
import { sentences } from '../formats.sentences';
import type { QuestionFormat } from '../question-format';
import { findFormat } from '../registry';
import { WrittenQuestionsRepository } from './written-questions.repository';

/** Read and written at once. */
const AT_ONCE = 100;

interface ExportedFile {
  mediaType: string;
  fileName: string;
  pieces: AsyncIterable<string>;
}

/** Writes the bank of a course into a file, piece by piece. */
@Injectable()
export class QuestionExportsService {
  constructor(
    private readonly questions: WrittenQuestionsRepository,
    private readonly access: CourseAccess,
  ) {}

  async open(caller: Caller, courseId: string, name: string): Promise<ExportedFile> {
    await this.access.course(caller, courseId, 'quizzes.read_key');
    const format = findFormat(name);
    if (!format?.write) throw new TypeError(`Nothing writes questions as ${name}.`);
    const { mediaType, extension } = format;
    // Before the answer begins, so that a fault can still be answered as one.
    const first = await this.questions.next(courseId, AT_ONCE, undefined);
    const pieces = this.pieces(courseId, { ...format, write: format.write }, first);
    return { mediaType, fileName: `questions.${extension}`, pieces };
  }

  private async *pieces(
    courseId: string,
    format: QuestionFormat & Required<Pick<QuestionFormat, 'write'>>,
    first: QuestionRecord[],
  ): AsyncGenerator<string> {
    yield format.head ?? '';
    for (let page = first; ;) {
      yield page.map((question) => written(question, format)).join('');
      const last = page.at(-1);
      if (!last || page.length < AT_ONCE) break;
      page = await this.questions.next(courseId, AT_ONCE, last.id);
    }
    yield format.foot ?? '';
  }
}

function written(
  question: QuestionRecord,
  { write, comment }: QuestionFormat & Required<Pick<QuestionFormat, 'write'>>,
): string {
  const { text, remarks } = write(question);
  const said =
    text === null ? sentences.notInFile({ id: question.id }) : sentences.inFile({ id: question.id });
  const told = [said, ...remarks.map(({ message }) => message)].map(inEnglish);
  const notes = text === null || remarks.length > 0 ? comment(told.join(' ')) : '';
  return `${notes}${text ?? ''}\n`;
}
