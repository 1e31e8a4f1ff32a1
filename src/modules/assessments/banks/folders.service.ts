import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { isEmptyChange } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { CourseAccess } from '../../courses';
import {
  FolderTitleTakenError,
  FolderNotEmptyError,
  FolderNotFoundError,
  InvalidFolderError,
  TooManyFoldersError,
} from './banks.errors';
import { BankAccess } from '../sharing/bank-access';
import { BanksRepository } from './banks.repository';
import {
  type CreateFolderDto,
  type FolderListResponse,
  type FolderResponse,
  toFolderResponse,
  type UpdateFolderDto,
} from './dto/folder.dto';
import type { BankChoice } from './dto/bank.query';
import { type Folder, FolderTree } from './folder-tree';
import { FoldersRepository } from './folders.repository';

/** The folders of banks, for staff. All changes lock the bank first, so that the tree stays what `FolderTree` allows. */
@Injectable()
export class FoldersService {
  constructor(
    private readonly folders: FoldersRepository,
    private readonly banks: BanksRepository,
    private readonly access: CourseAccess,
    private readonly bankAccess: BankAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, courseId: string, { bankId: asked }: BankChoice): Promise<FolderListResponse> {
    await this.access.course(caller, courseId, 'quizzes.read_key');
    const bankId = await this.bankAccess.bankFor(courseId, asked);
    const folders = bankId === undefined ? [] : await this.folders.ofBank(bankId);
    const byId = new Map(folders.map((folder) => [folder.id, folder]));
    const tree = new FolderTree(folders);
    return { data: tree.inOrder().flatMap(({ id }) => toFolderResponse(byId.get(id)!, tree)) };
  }

  async create(
    caller: Caller,
    courseId: string,
    { title, parentId = null }: CreateFolderDto,
  ): Promise<FolderResponse> {
    await this.access.course(caller, courseId, 'quizzes.change');
    return this.transactions.run(async () => {
      const now = this.clock.now();
      const bankId = await this.banks.lockOfCourse(courseId, now);
      const folder = { id: newId(), parentId, title };
      const tree = new FolderTree(await this.folders.ofBank(bankId));
      refuseFault(tree, folder);
      await this.folders.insert(bankId, folder, now);
      const made = { ...folder, version: 1 };
      return toFolderResponse(made, new FolderTree([...tree.folders, made]));
    });
  }

  /** Renames a folder, or moves it with all that is inside it. */
  async change(
    caller: Caller,
    folderId: string,
    changes: UpdateFolderDto,
    version: ExpectedVersion,
  ): Promise<FolderResponse> {
    const { courseId } = await this.findFor(caller, folderId);
    return this.transactions.run(async () => {
      const now = this.clock.now();
      const bankId = await this.banks.lockOfCourse(courseId, now);
      const folders = await this.folders.ofBank(bankId);
      const before = folders.find(({ id }) => id === folderId);
      if (!before) throw new FolderNotFoundError();
      if (isStale(version, before.version)) throw new StaleVersionError('folder');
      if (isEmptyChange(changes)) return toFolderResponse(before, new FolderTree(folders));
      const { title = before.title, parentId = before.parentId } = changes;
      const after = { id: folderId, title, parentId, version: before.version + 1 };
      refuseFault(new FolderTree(folders), after);
      await this.folders.update(after, now);
      const others = folders.filter(({ id }) => id !== folderId);
      return toFolderResponse(after, new FolderTree([...others, after]));
    });
  }

  async remove(caller: Caller, folderId: string, version: ExpectedVersion): Promise<void> {
    const { courseId } = await this.findFor(caller, folderId);
    await this.transactions.run(async () => {
      await this.banks.lockOfCourse(courseId, this.clock.now());
      const folder = await this.folders.find(folderId);
      if (!folder) throw new FolderNotFoundError();
      if (isStale(version, folder.version)) throw new StaleVersionError('folder');
      if (!(await this.folders.isEmpty(folderId))) throw new FolderNotEmptyError();
      await this.folders.delete(folderId);
    });
  }

  /** FolderNotFoundError for a caller who may not see its course. */
  private async findFor(caller: Caller, folderId: string): Promise<{ courseId: string }> {
    const folder = await this.folders.find(folderId);
    if (!folder) throw new FolderNotFoundError();
    await this.access.course(caller, folder.courseId, 'quizzes.change', () => new FolderNotFoundError());
    return folder;
  }
}

/** Throws FolderTitleTakenError, TooManyFoldersError and InvalidFolderError. */
export function refuseFault(tree: FolderTree, wanted: Folder): void {
  const fault = tree.faultOf(wanted);
  if (fault === 'title_taken') throw new FolderTitleTakenError();
  if (fault === 'too_many') throw new TooManyFoldersError();
  if (fault !== undefined) throw new InvalidFolderError(fault);
}
