import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { InvalidQuestionError } from '../assessments.errors';
import { notAFolder } from './banks.errors';
import { type Folder, FolderTree } from './folder-tree';
import { QuestionBank } from './question-bank.entity';
import { QuestionFolder } from './question-folder.entity';

const FOLDER = columnsOf(QuestionFolder, 'f', ['id', 'parentId', 'title', 'version']);
const OF_COURSE = FOLDER.and(columnsOf(QuestionBank, 'b', { bankId: 'id', courseId: 'courseId' }));
const NEW_FOLDER = insertOf(QuestionFolder, ['id', 'bankId', 'parentId', 'title', 'createdAt', 'updatedAt']);

export type FolderRecord = Folder & { version: number };

/** The folders of banks. Callers that write must have locked the bank. */
@Injectable()
export class FoldersRepository {
  constructor(private readonly database: Database) {}

  /** All of a bank, at most `MOST_FOLDERS`, in no order. */
  async ofBank(bankId: string): Promise<FolderRecord[]> {
    return this.database.rows(
      `SELECT ${FOLDER.sql} FROM question_folders f WHERE f.bank_id = ?`,
      [toBinary(bankId)],
      FOLDER,
    );
  }

  /** All of several banks, in no order. */
  async ofBanks(bankIds: readonly string[]): Promise<FolderRecord[]> {
    if (bankIds.length === 0) return [];
    return this.database.query(
      `SELECT ${FOLDER.sql} FROM question_folders f WHERE f.bank_id IN (?)`,
      [bankIds.map(toBinary)],
      FOLDER,
    );
  }

  /** All of the bank of a course, in no order; none where it has no bank. */
  async ofCourse(courseId: string): Promise<FolderRecord[]> {
    return this.database.rows(
      `SELECT ${FOLDER.sql} FROM question_banks b JOIN question_folders f ON f.bank_id = b.id WHERE b.course_id = ?`,
      [toBinary(courseId)],
      FOLDER,
    );
  }

  async find(folderId: string): Promise<(FolderRecord & { bankId: string; courseId: string }) | undefined> {
    return this.database.row(
      `SELECT ${OF_COURSE.sql} FROM question_folders f JOIN question_banks b ON b.id = f.bank_id WHERE f.id = ?`,
      [toBinary(folderId)],
      OF_COURSE,
    );
  }

  /** Throws InvalidQuestionError where one of the folders that questions are to be in is not of the bank. */
  async require(bankId: string, folderIds: readonly (string | null)[]): Promise<void> {
    const wanted = new Set(folderIds.filter((id) => id !== null));
    if (wanted.size === 0) return;
    const tree = new FolderTree(await this.ofBank(bankId));
    if ([...wanted].some((id) => !tree.has(id))) throw new InvalidQuestionError([notAFolder('folderId')]);
  }

  async insert(bankId: string, folder: Folder, now: Date): Promise<void> {
    await this.insertAll(bankId, [folder], now);
  }

  /** Each after the one that it is in. */
  async insertAll(bankId: string, folders: readonly Folder[], now: Date): Promise<void> {
    if (folders.length === 0) return;
    await this.database.insert(
      NEW_FOLDER,
      folders.map((folder) => ({ ...folder, bankId, createdAt: now, updatedAt: now })),
    );
  }

  async update({ id, parentId, title }: Folder, now: Date): Promise<void> {
    await this.database.run(
      `UPDATE question_folders SET parent_id = ?, title = ?, version = version + 1, updated_at = GREATEST(updated_at, ?)
       WHERE id = ?`,
      [parentId === null ? null : toBinary(parentId), title, now, toBinary(id)],
    );
  }

  /** Whether neither questions of the bank nor other folders are in it, and no quiz draws from it. */
  async isEmpty(folderId: string): Promise<boolean> {
    const folder = toBinary(folderId);
    const row = await this.database.row(
      `SELECT 1 AS found FROM DUAL WHERE EXISTS (SELECT 1 FROM question_folders WHERE parent_id = ?)
         OR EXISTS (SELECT 1 FROM questions WHERE folder_id = ? AND archived_at IS NULL)
         OR EXISTS (SELECT 1 FROM quiz_slots WHERE folder_id = ?)`,
      [folder, folder, folder],
    );
    return row === undefined;
  }

  /** Deletes an empty folder. Questions that were taken out of the bank forget that they were in it. */
  async delete(folderId: string): Promise<void> {
    const folder = toBinary(folderId);
    await this.database.run('UPDATE questions SET folder_id = NULL, edits = edits + 1 WHERE folder_id = ?', [
      folder,
    ]);
    await this.database.run('DELETE FROM question_folders WHERE id = ?', [folder]);
  }
}
