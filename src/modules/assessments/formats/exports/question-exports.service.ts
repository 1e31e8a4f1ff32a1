import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { CourseAccess } from '../../../courses';
import { FolderTree } from '../../banks/folder-tree';
import { FoldersRepository } from '../../banks/folders.repository';
import type { QuestionRecord } from '../../questions/questions.repository';
import type { QuestionFormat } from '../question-format';
import { findFormat } from '../registry';
import { inOneFile, packed, type WrittenItem } from './written-files';
import { QuestionsFilesRead } from './questions-files';
import { WrittenQuestionsRepository } from './written-questions.repository';

/** Read and written at once. */
const AT_ONCE = 100;

interface ExportedFile {
  mediaType: string;
  fileName: string;
  pieces: AsyncIterable<string | Buffer>;
}

/** Writes the bank of a course into a file, piece by piece. */
@Injectable()
export class QuestionExportsService {
  constructor(
    private readonly questions: WrittenQuestionsRepository,
    private readonly files: QuestionsFilesRead,
    private readonly folders: FoldersRepository,
    private readonly access: CourseAccess,
  ) {}

  async open(caller: Caller, courseId: string, name: string): Promise<ExportedFile> {
    await this.access.course(caller, courseId, 'quizzes.read_key');
    const format = findFormat(name);
    if (!format?.write) throw new TypeError(`Nothing writes questions as ${name}.`);
    const { mediaType, extension } = format;
    // Before the answer begins, so that a fault can still be answered as one.
    const first = await this.questions.next(courseId, AT_ONCE, undefined);
    const tree = new FolderTree(await this.folders.ofCourse(courseId));
    const written = this.written(courseId, { ...format, write: format.write }, tree, first);
    const pieces = format.packing ? packed(written, format, format.packing) : inOneFile(written, format);
    return { mediaType, fileName: `questions.${extension}`, pieces };
  }

  private async *written(
    courseId: string,
    { write, packing }: QuestionFormat & Required<Pick<QuestionFormat, 'write'>>,
    tree: FolderTree,
    first: QuestionRecord[],
  ): AsyncGenerator<WrittenItem> {
    for (let page = first; ;) {
      const filesOf = await this.files.find(page);
      for (const question of page) {
        const { id, folderId, tags, versionId } = question;
        const identifier = `q-${id}`;
        const folder = folderId === null ? [] : tree.pathOf(folderId);
        // One question after another, since what its files have in them is in memory.
        const { files, opened } = await this.files.along(question, filesOf.get(versionId) ?? [], !packing);
        const along = { identifier, files };
        yield { id, identifier, folder, tags, files: [...opened.values()], ...write(question, along) };
      }
      const last = page.at(-1);
      if (!last || page.length < AT_ONCE) break;
      page = await this.questions.next(courseId, AT_ONCE, last.id);
    }
  }
}
