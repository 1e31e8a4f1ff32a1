import { newId } from '../../../../shared/database/ids';
import { searchForm } from '../../../../shared/text/search-form';
import { type Folder, MOST_FOLDERS } from '../../banks/folder-tree';

/** Where the folders of a file are in a bank: those that are there, found by their titles, and those that are to be made. */
export class FolderPlan {
  private readonly byPlace = new Map<string, Folder>();
  private wanted: Folder[] = [];

  constructor(folders: readonly Folder[]) {
    for (const folder of folders) this.byPlace.set(placeOf(folder), folder);
  }

  /** The folder at the end of a path; the last one on it that there is room for; null for the top. */
  place(path: readonly string[]): { folderId: string | null; isWhole: boolean } {
    let parentId: string | null = null;
    for (const title of path) {
      const known: Folder | undefined = this.byPlace.get(placeOf({ parentId, title }));
      if (!known && this.byPlace.size >= MOST_FOLDERS) return { folderId: parentId, isWhole: false };
      const folder: Folder = known ?? { id: newId(), parentId, title };
      if (!known) {
        this.byPlace.set(placeOf(folder), folder);
        this.wanted.push(folder);
      }
      parentId = folder.id;
    }
    return { folderId: parentId, isWhole: true };
  }

  /** The folders that are to be made since this was asked last, each after the one it is in. */
  takeWanted(): Folder[] {
    const { wanted } = this;
    this.wanted = [];
    return wanted;
  }
}

/** Titles are told apart as everywhere in a bank. */
function placeOf({ parentId, title }: Pick<Folder, 'parentId' | 'title'>): string {
  return `${parentId ?? ''}/${searchForm(title)}`;
}
