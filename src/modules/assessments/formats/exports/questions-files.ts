import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { FilesFacade, type OpenedFile } from '../../../files';
import { QuestionFilesRepository } from '../../questions/files/question-files.repository';
import type { QuestionRecord } from '../../questions/questions.repository';
import {
  filesNamed,
  timesNamed,
  uniqueNames,
  type WrittenFile,
  type WrittenFiles,
} from '../embedded/written-file';

/** Of all files of a question together, so that a question can be read again: larger ones are left out. */
const MOST_BYTES = 8 * 1024 * 1024;

/** The files of one question that are written along. */
export interface FilesAlong {
  files: WrittenFiles;
  opened: ReadonlyMap<string, OpenedFile>;
}

/** Reads the files that questions hold, for those who may read the questions. */
@Injectable()
export class QuestionsFilesRead {
  constructor(
    private readonly references: QuestionFilesRepository,
    private readonly files: FilesFacade,
  ) {}

  /** The files of several questions, by the ids of their versions. Two statements for all of them, and none where none names a file. */
  async find(questions: readonly QuestionRecord[]): Promise<ReadonlyMap<string, OpenedFile[]>> {
    const naming = questions.filter((question) => filesNamed(question).length > 0);
    if (naming.length === 0) return new Map();
    // A text may name what the question does not hold, and nobody may see.
    const held = await this.references.ofVersions(naming.map(({ versionId }) => versionId));
    const opened = await this.files.open([...new Set(held.map(({ fileId }) => fileId))]);
    const byId = new Map(opened.map((file) => [file.id, file]));
    return new Map(
      naming.map((question) => {
        const own = new Set(
          held.filter(({ versionId }) => versionId === question.versionId).map(({ fileId }) => fileId),
        );
        const named = filesNamed(question).filter((fileId) => own.has(fileId));
        return [question.versionId, named.flatMap((fileId) => byId.get(fileId) ?? [])];
      }),
    );
  }

  /**
   * As many of them as there is room for, the smallest first. `isInside`: their content is written into the text of the question, once
   * for each text that names them.
   */
  async along(
    question: QuestionRecord,
    found: readonly OpenedFile[],
    isInside: boolean,
  ): Promise<FilesAlong> {
    const times = isInside ? timesNamed(question) : new Map<string, number>();
    let room = MOST_BYTES;
    const fitting = found
      .toSorted((one, other) => one.bytes - other.bytes)
      .filter(({ id, bytes }) => {
        room -= bytes * (times.get(id) ?? 1);
        return room >= 0;
      });
    const inOrder = uniqueNames(found.filter((file) => fitting.includes(file)));
    const files = new Map<string, WrittenFile>();
    for (const { id: fileId, name, mediaType, read } of inOrder)
      files.set(fileId, {
        ...{ fileId, name, mediaType },
        ...(isInside && { content: await buffer(await read()) }),
      });
    return { files, opened: new Map(inOrder.map((file) => [file.id, file])) };
  }
}
