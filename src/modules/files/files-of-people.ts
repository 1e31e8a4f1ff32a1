import { Injectable } from '@nestjs/common';
import { type PersonalFile, PersonalFiles } from '../../shared/personal-data/personal-files';
import { FilesRepository } from './files.repository';
import { FileStorage } from './storage/file-storage';

/** The files that go into the exports of people. */
@Injectable()
export class FilesOfPeople extends PersonalFiles {
  constructor(
    private readonly files: FilesRepository,
    private readonly storage: FileStorage,
  ) {
    super();
  }

  async open(fileIds: readonly string[]): Promise<PersonalFile[]> {
    const found = await this.files.findMany(fileIds);
    return found.map(({ id, name, bytes, uploadedAt, contentId }) => ({
      ...{ id, name, bytes, uploadedAt },
      read: () => this.storage.read(contentId),
    }));
  }
}
