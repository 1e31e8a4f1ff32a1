import { isTagText } from '../banks/dto/tags.fields';
import { DEEPEST_FOLDER, LONGEST_FOLDER_TITLE } from '../banks/folder-tree';
import { distinctTags, LONGEST_TAG, MOST_TAGS } from '../banks/tags';
import { sentences } from './formats.sentences';
import type { Remarks } from './remarks';

/** Tags of a file that a question here can have. The others are told of. */
export function tagsOf(written: readonly { value: string; line: number }[], remarks: Remarks): string[] {
  const tags: string[] = [];
  for (const { value, line } of written) {
    const tag = value.replace(/\s+/g, ' ').trim();
    const all = distinctTags([...tags, tag]);
    if (isTagText(tag) && all.length <= MOST_TAGS) tags.splice(0, tags.length, ...all);
    else
      remarks.warn(
        line,
        'tag_not_carried',
        sentences.tagNotCarried({ most: MOST_TAGS, longest: LONGEST_TAG }),
        {
          value,
        },
      );
  }
  return tags;
}

/** The titles of folders from the top down, so that there can be such folders. What is cut is told of. */
export function folderPathOf(written: readonly string[], line: number, remarks: Remarks): string[] {
  const titles = written.map((title) => title.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim());
  const path = titles
    .filter((title) => title !== '')
    .map((title) => {
      const characters = [...title];
      if (characters.length <= LONGEST_FOLDER_TITLE) return title;
      const longest = LONGEST_FOLDER_TITLE;
      remarks.warn(line, 'folder_title_cut', sentences.folderTitleCut({ folder: title, longest }), {
        value: title,
      });
      return characters.slice(0, longest).join('').trim();
    });
  if (path.length <= DEEPEST_FOLDER) return path;
  const folder = path.join(' / ');
  remarks.warn(line, 'folder_cut', sentences.folderCut({ folder, deepest: DEEPEST_FOLDER }), {
    value: folder,
  });
  return path.slice(0, DEEPEST_FOLDER);
}

/** What Moodle has at the top of every path of categories: the course, and the category above all. */
const ROOTS = /^\$[\w-]+\$$/;

/** A path of categories as Moodle writes it: slashes between titles, two for one in a title. */
export function categoryPath(written: string): string[] {
  const titles = written
    .split(/(?<!\/)\/(?!\/)/)
    .map((title) => title.replaceAll('//', '/').trim())
    .filter((title) => title !== '');
  const from = titles.findIndex((title) => !ROOTS.test(title));
  const path = from < 0 ? [] : titles.slice(from);
  return path[0] === 'top' ? path.slice(1) : path;
}

export function writtenCategory(path: readonly string[]): string {
  return ['$course$', 'top', ...path.map((title) => title.replaceAll('/', '//'))].join('/');
}
