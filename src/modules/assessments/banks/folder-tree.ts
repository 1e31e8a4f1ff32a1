import { searchForm } from '../../../shared/text/search-form';

/** Folders inside one another, from the top. */
export const DEEPEST_FOLDER = 8;
/** Of a bank: all of them are read together. */
export const MOST_FOLDERS = 500;
/** In characters. */
export const LONGEST_FOLDER_TITLE = 100;

export interface Folder {
  id: string;
  parentId: string | null;
  title: string;
}

/** Why a folder may not stand where it is wanted. */
export type FolderFault = 'no_such_parent' | 'inside_itself' | 'too_deep' | 'title_taken' | 'too_many';

/** The folders of one bank, at most `MOST_FOLDERS`. */
export class FolderTree {
  private readonly byId: ReadonlyMap<string, Folder>;
  private readonly children: ReadonlyMap<string | null, Folder[]>;

  constructor(readonly folders: readonly Folder[]) {
    this.byId = new Map(folders.map((folder) => [folder.id, folder]));
    this.children = Map.groupBy(folders, ({ parentId }) => parentId);
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  /** The folder and all inside it. */
  withBelow(id: string): string[] {
    const found = [id];
    // The list grows while it is walked.
    for (const at of found) found.push(...(this.children.get(at) ?? []).map((child) => child.id));
    return found;
  }

  /** The titles from the top down to the folder. */
  pathOf(id: string): string[] {
    return this.lineOf(id).map(({ title }) => title);
  }

  /** In the order of their paths, each folder before those inside it. */
  inOrder(): Folder[] {
    const below = (id: string | null): Folder[] =>
      (this.children.get(id) ?? [])
        .toSorted((one, other) => byTitle(one, other))
        .flatMap((folder) => [folder, ...below(folder.id)]);
    return below(null);
  }

  /** Whether the folder can be made, or be moved or renamed, so that it stands like this. */
  faultOf(wanted: Folder): FolderFault | undefined {
    const { id, parentId, title } = wanted;
    if (!this.has(id) && this.folders.length >= MOST_FOLDERS) return 'too_many';
    if (parentId !== null && !this.has(parentId)) return 'no_such_parent';
    const line = parentId === null ? [] : this.lineOf(parentId);
    if (line.some((folder) => folder.id === id)) return 'inside_itself';
    if (line.length + this.heightOf(id) > DEEPEST_FOLDER) return 'too_deep';
    const siblings = (this.children.get(parentId) ?? []).filter((folder) => folder.id !== id);
    return siblings.some((folder) => searchForm(folder.title) === searchForm(title))
      ? 'title_taken'
      : undefined;
  }

  /** The folders from the top down to this one. */
  private lineOf(id: string): Folder[] {
    const line: Folder[] = [];
    for (let at = this.byId.get(id); at; at = at.parentId === null ? undefined : this.byId.get(at.parentId))
      line.unshift(at);
    return line;
  }

  /** How many levels a folder takes with those inside it; 1 for one that is new. */
  private heightOf(id: string): number {
    const inside = (this.children.get(id) ?? []).map((child) => this.heightOf(child.id));
    return 1 + Math.max(0, ...inside);
  }
}

function byTitle(one: Folder, other: Folder): number {
  const [first, second] = [searchForm(one.title), searchForm(other.title)];
  return first < second ? -1 : first > second ? 1 : one.id < other.id ? -1 : 1;
}
