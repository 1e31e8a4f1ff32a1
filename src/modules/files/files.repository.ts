import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { columnsOf, insertOf, type RowOf } from '../../shared/database/columns-of';
import { Database } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import { FileContent } from './file-content.entity';
import { StoredFile } from './stored-file.entity';

const FILE = columnsOf(StoredFile, 'f', ['id', 'name', 'purpose', 'bytes', 'uploadedBy', 'uploadedAt']).and(
  columnsOf(FileContent, 'c', {
    ...{ contentId: 'id', sha256: 'sha256', mediaType: 'mediaType', width: 'width', height: 'height' },
  }),
);
const NEW_CONTENT = insertOf(FileContent, [
  ...(['id', 'sha256', 'bytes', 'mediaType', 'width', 'height', 'storedAt'] as const),
]);
const CONTENT_ID = columnsOf(FileContent, 'c', ['id']);
const NONE = Buffer.alloc(16);
const USABLE = columnsOf(StoredFile, 'f', ['id', 'uploadedBy', 'purpose']);

/** A file together with what its content is. */
export type FileWithContent = RowOf<typeof FILE>;

/** A field of a request that names a file. */
export interface NamedFile {
  field: string;
  fileId: string;
}

/** What a module that wants to hold a file must know of it. */
export type UsableFile = RowOf<typeof USABLE>;

/** What a file is: of a picture also its size as it is shown, in pixels, where it is known. */
export type FileFacts = Pick<FileWithContent, 'id' | 'name' | 'mediaType' | 'bytes' | 'width' | 'height'>;

/** Files and their contents. Named SQL where rows are locked or contents joined. */
@Injectable()
export class FilesRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(StoredFile) private readonly files: Repository<StoredFile>,
  ) {}

  async find(fileId: string): Promise<FileWithContent | undefined> {
    return this.database.row(
      `SELECT ${FILE.sql} FROM files f JOIN file_contents c ON c.id = f.content_id WHERE f.id = ?`,
      [toBinary(fileId)],
      FILE,
    );
  }

  /** In the order of their ids, which is the order in which they were uploaded. */
  async findMany(fileIds: readonly string[]): Promise<FileWithContent[]> {
    if (fileIds.length === 0) return [];
    return this.database.query(
      `SELECT ${FILE.sql} FROM files f JOIN file_contents c ON c.id = f.content_id WHERE f.id IN (?) ORDER BY f.id`,
      [fileIds.map(toBinary)],
      FILE,
    );
  }

  /** As `usage`; until the transaction ends, nobody else can add to it. */
  async lockUsage(userId: string, now: Date, butUpload?: string): Promise<number> {
    await this.database.rows('SELECT 1 FROM users WHERE id = ? FOR UPDATE', [toBinary(userId)]);
    return this.usage(userId, now, butUpload);
  }

  /**
   * The sum of what somebody has uploaded, in bytes. Uploads that have begun and can be resumed count as if they were complete,
   * but for `butUpload`.
   */
  async usage(userId: string, now: Date, butUpload?: string): Promise<number> {
    const row = await this.database.row<{ bytes: string }>(
      `SELECT (SELECT COALESCE(SUM(bytes), 0) FROM files WHERE uploaded_by = ?)
         + (SELECT COALESCE(SUM(bytes), 0) FROM file_uploads
            WHERE uploaded_by = ? AND file_id IS NULL AND expires_at > ? AND id <> ?) AS bytes`,
      [toBinary(userId), toBinary(userId), now, butUpload === undefined ? NONE : toBinary(butUpload)],
    );
    return Number(row?.bytes ?? 0);
  }

  /** Adds the content unless there is one of the same bytes. Returns the id of the one that there is now, which is locked. */
  async addContent(content: FileContent): Promise<string> {
    await this.database.insert(NEW_CONTENT, [content], 'id = id');
    const stored = await this.database.row(
      `SELECT ${CONTENT_ID.sql} FROM file_contents c WHERE c.sha256 = ?`,
      [content.sha256],
      CONTENT_ID,
    );
    if (!stored) throw new Error('A content that was just written is not there.');
    return stored.id;
  }

  async insert(file: Omit<StoredFile, 'content'>): Promise<void> {
    await this.files.insert(file);
  }

  /**
   * Those of the files that there are. Until the transaction ends none of them can be removed. A shared lock, so that two authors
   * can use the same file at once.
   */
  async lockForUse(fileIds: readonly string[]): Promise<UsableFile[]> {
    if (fileIds.length === 0) return [];
    return this.database.query(
      `SELECT ${USABLE.sql} FROM files f WHERE f.id IN (?) ORDER BY f.id LOCK IN SHARE MODE`,
      [fileIds.map(toBinary)],
      USABLE,
    );
  }

  /** Says when to ask next whether anybody holds the files. */
  async lookAgain(fileIds: readonly string[], lookAt: Date): Promise<void> {
    if (fileIds.length > 0) await this.files.update({ id: In([...fileIds]) }, { lookAt });
  }
}
