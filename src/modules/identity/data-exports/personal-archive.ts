import { Injectable } from '@nestjs/common';
import { KeptBack } from '../../../shared/personal-data/kept-back';
import { PersonalDataMap } from '../../../shared/personal-data/personal-data-map';
import { type PersonalFile, PersonalFiles } from '../../../shared/personal-data/personal-files';
import type { PersonalRows } from '../../../shared/personal-data/personal-rows';
import { ErasureRepository } from '../erasure/erasure.repository';
import { UserNotFoundError } from '../identity.errors';
import { UsersRepository } from '../users/users.repository';
import { type ArchivedData, type CountedTable, pathsOf } from './export-archive';
import { ExportedRows } from './exported-rows.repository';

const FILES_A_STATEMENT = 500;

/** What goes into the archive of a person, as the map of personal data says it. */
@Injectable()
export class PersonalArchive {
  constructor(
    private readonly map: PersonalDataMap,
    private readonly keptBack: KeptBack,
    private readonly rows: ExportedRows,
    private readonly counts: ErasureRepository,
    private readonly files: PersonalFiles,
    private readonly users: UsersRepository,
  ) {}

  /** Rows are read when the archive is written; only the list of files is there before. */
  async collect(userId: string, at: Date): Promise<ArchivedData> {
    const user = await this.users.find(userId);
    if (!user) throw new UserNotFoundError();
    const { givenName, familyName, sourcedId, email } = user;
    const person = { userId, sourcedId, email };
    // The account first, and what others did with it last: as people look for it.
    const declared = [...this.map.rows()].reverse();
    const shown = declared.filter(({ shows, atErasure }) => shows.length > 0 || atErasure.also?.shows);
    const paths = pathsOf(shown);
    const kept = await this.keptBack.of(userId);
    const counted: CountedTable[] = [];
    // Files stand for the rows that only say which there are.
    for (const one of declared.filter((each) => !shown.includes(each) && each.file === undefined))
      counted.push({ declared: one, count: await this.counts.count(one, person) });
    const fileIds = new Set<string>();
    for (const one of declared.filter(({ file }) => file !== undefined))
      for await (const id of this.rows.fileIds(one, person, kept)) fileIds.add(id);
    const files = await this.filesOf([...fileIds]);
    return {
      ...{ name: `${givenName} ${familyName}`, at, files, missingFiles: fileIds.size - files.length },
      tables: shown.map((one: PersonalRows, place) => ({
        ...{ path: paths[place] ?? '', declared: one },
        rows: () => this.rows.rows(one, person, kept),
      })),
      counted: counted.filter(({ count }) => count > 0),
    };
  }

  private async filesOf(fileIds: readonly string[]): Promise<PersonalFile[]> {
    const found: PersonalFile[] = [];
    for (let from = 0; from < fileIds.length; from += FILES_A_STATEMENT)
      found.push(...(await this.files.open(fileIds.slice(from, from + FILES_A_STATEMENT))));
    return found;
  }
}
