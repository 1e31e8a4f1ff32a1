import fc from 'fast-check';
import { SignedTexts } from '../../../src/shared/http/signed-texts';

const [OLD, NEW] = ['a', 'b'].map((kid) => ({
  kid,
  secret: `${kid}-a secret that is long enough to be one`,
}));
const NOW = new Date('2026-03-02T09:00:00.000Z');
const LATER = new Date('2026-03-02T09:10:00.000Z');

describe('SignedTexts', () => {
  const signed = new SignedTexts([OLD!], 'tests 1');

  it('gives back what it signed until it expires', () => {
    for (const text of ['', 'a.b', '{"title":"Übung 1"}']) {
      const link = signed.sign(text, LATER);
      expect(link).toMatch(/^[\w.-]+$/);
      expect(signed.open(link, NOW)).toEqual({ text });
      expect(signed.open(link, new Date(LATER.getTime() - 1))).toEqual({ text });
      expect(signed.open(link, LATER)).toEqual({ fault: 'expired' });
    }
  });

  it('refuses a text in which any one character was changed, added or taken away', () => {
    const link = signed.sign('{"chart":"a"}', LATER);
    for (let place = 0; place < link.length; place += 1) {
      const others = ['A', 'b', '0', '9', '-', '_', '.'].filter((other) => other !== link[place]);
      for (const other of others)
        for (const forged of [
          link.slice(0, place) + other + link.slice(place + 1),
          link.slice(0, place) + other + link.slice(place),
          link.slice(0, place) + link.slice(place + 1),
        ])
          expect(signed.open(forged, NOW)).toEqual({ fault: 'forged' });
    }
  });

  it('refuses whatever it did not sign, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(signed.open(text, NOW)).toEqual({ fault: 'forged' });
      }),
      { seed: 20260302 },
    );
  });

  it('refuses what was signed for another purpose, or with a key that is gone', () => {
    expect(new SignedTexts([OLD!], 'tests 2').open(signed.sign('a', LATER), NOW)).toEqual({
      fault: 'forged',
    });
    expect(new SignedTexts([NEW!], 'tests 1').open(signed.sign('a', LATER), NOW)).toEqual({
      fault: 'forged',
    });
    expect(new SignedTexts([NEW!, OLD!], 'tests 1').open(signed.sign('a', LATER), NOW)).toEqual({
      text: 'a',
    });
  });
});
