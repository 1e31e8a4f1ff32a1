import {
  DEEPEST_FOLDER,
  type Folder,
  FolderTree,
  MOST_FOLDERS,
} from '../../../../src/modules/assessments/banks/folder-tree';
import { seededRandom } from '../../seeded-random';

const folder = (id: string, parentId: string | null = null, title = id): Folder => ({ id, parentId, title });

/** A chain of folders, each inside the one before. */
const chain = (length: number): Folder[] =>
  Array.from({ length }, (_, index) => folder(`c${index}`, index === 0 ? null : `c${index - 1}`));

describe('the folders of a bank', () => {
  const tree = new FolderTree([
    folder('b'),
    folder('a'),
    folder('b1', 'b'),
    folder('b11', 'b1'),
    folder('b2', 'b'),
  ]);

  it('are listed by title, each before those inside it, and known by the titles on the way to them', () => {
    expect(tree.inOrder().map(({ id }) => id)).toEqual(['a', 'b', 'b1', 'b11', 'b2']);
    expect(tree.pathOf('b11')).toEqual(['b', 'b1', 'b11']);
  });

  it('tell all that is inside one of them', () => {
    expect(tree.withBelow('b').toSorted()).toEqual(['b', 'b1', 'b11', 'b2']);
    expect(tree.withBelow('a')).toEqual(['a']);
  });

  it.each<[string, Folder, string | undefined]>([
    ['a new one at the top', folder('new'), undefined],
    ['one of the title of another in another place', folder('new', 'a', 'b1'), undefined],
    ['one of the title of a sibling, in other letters', folder('new', 'b', ' \u{FF22}1'), 'title_taken'],
    ['one of its own title', folder('b1', 'b', 'B1'), undefined],
    ['one in a folder that is not there', folder('new', 'elsewhere'), 'no_such_parent'],
    ['one inside itself', folder('b', 'b'), 'inside_itself'],
    ['one inside a folder that is inside it', folder('b', 'b11'), 'inside_itself'],
  ])('judge %s', (_what, wanted, fault) => expect(tree.faultOf(wanted)).toBe(fault));

  it('are at most eight deep, counting what moves with a folder', () => {
    const deep = chain(DEEPEST_FOLDER);
    expect(new FolderTree(deep).faultOf(folder('new', 'c7'))).toBe('too_deep');
    expect(new FolderTree(deep).faultOf(folder('new', 'c6'))).toBeUndefined();
    const withOther = new FolderTree([
      ...deep.slice(0, 5),
      folder('d'),
      folder('d1', 'd'),
      folder('d2', 'd1'),
    ]);
    expect(withOther.faultOf(folder('d', 'c4'))).toBeUndefined();
    const withLonger = new FolderTree([...withOther.folders, folder('d3', 'd2')]);
    expect(withLonger.faultOf(folder('d', 'c4'))).toBe('too_deep');
  });

  it('are at most five hundred, though one that is there can still be moved', () => {
    const many = Array.from({ length: MOST_FOLDERS }, (_, index) => folder(`m${index}`));
    expect(new FolderTree(many).faultOf(folder('new'))).toBe('too_many');
    expect(new FolderTree(many).faultOf(folder('m1', 'm2'))).toBeUndefined();
  });

  it('stay a tree without cycles and without twins whatever is asked for, by a slow look at every way up', () => {
    const { below, pick } = seededRandom(8);
    let folders: Folder[] = [];
    for (let step = 0; step < 2000; step += 1) {
      const ids = folders.map(({ id }) => id);
      const id = below(3) === 0 || ids.length === 0 ? `n${below(40)}` : pick(ids);
      const parentId = below(4) === 0 || ids.length === 0 ? null : pick(ids);
      const wanted = folder(id, parentId, `title ${below(6)}`);
      const fault = new FolderTree(folders).faultOf(wanted);
      const after = [...folders.filter((other) => other.id !== id), wanted];
      expect({ wanted, isRight: isRight(after) }).toEqual({ wanted, isRight: fault === undefined });
      if (fault === undefined) folders = after;
    }
    expect(folders.length).toBeGreaterThan(10);
  });
});

/** Whether every way up ends within eight steps, and no two in one place have the same title. */
function isRight(folders: Folder[]): boolean {
  const places = new Set(folders.map(({ parentId, title }) => `${parentId}/${title}`));
  if (places.size !== folders.length) return false;
  return folders.every((start) => {
    let steps = 0;
    for (let at: Folder | undefined = start; at; at = folders.find(({ id }) => id === at.parentId)) {
      steps += 1;
      if (steps > DEEPEST_FOLDER) return false;
      if (at.parentId === null) return true;
    }
    return false;
  });
}
