import fc from 'fast-check';
import { keptName } from '../../../src/modules/files/file-names';
import { ENDINGS, MEDIA_TYPES } from '../../../src/modules/files/media-types';

const mediaType = fc.constantFrom(...MEDIA_TYPES);
const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({
    unit: fc.constantFrom('.', '/', '\\', ' ', 'a', 'é', '\u202e', '\0', '\ud800', '💡', 'png'),
    maxLength: 400,
  }),
);

describe('the name that a file is kept under', () => {
  it('is for any name a visible line of at most 200 characters without folders, with an ending of its type', () => {
    fc.assert(
      fc.property(anyName, mediaType, (sent, type) => {
        const name = keptName(sent, type);
        expect(name.isWellFormed()).toBe(true);
        expect(Array.from(name).length).toBeLessThanOrEqual(200);
        expect(name).not.toMatch(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        const [, stem, ending] = /^(.+)\.([^.]+)$/su.exec(name) ?? [];
        expect(stem?.trim()).toBeTruthy();
        expect(ENDINGS[type] as readonly string[]).toContain(ending?.toLowerCase());
      }),
    );
  });

  it('stays the same when it is kept again', () => {
    fc.assert(
      fc.property(anyName, mediaType, (sent, type) => {
        const name = keptName(sent, type);
        expect(keptName(name, type)).toBe(name);
      }),
    );
  });
});
