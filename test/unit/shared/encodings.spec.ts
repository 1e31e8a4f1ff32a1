import { decodeText } from '../../../src/shared/text/encodings';

const TEXT = '¿Qué es «número»? {=uno}\r\n\r\nTwo? {=2}\rThree? {=3}';
const LINES = '¿Qué es «número»? {=uno}\n\nTwo? {=2}\nThree? {=3}';
const big = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('the encoding of a file of questions', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT), 'utf-8', false],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`), 'utf-8', false],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), 'utf-16le', false],
    ['UTF-16, the higher byte first, with a mark', big(`\ufeff${TEXT}`), 'utf-16be', false],
    ['UTF-16 without a mark', Buffer.from(TEXT, 'utf16le'), 'utf-16le', true],
    ['UTF-16, the higher byte first, without a mark', big(TEXT), 'utf-16be', true],
    ['windows-1252', Buffer.from(TEXT, 'latin1'), 'windows-1252', true],
  ] as const)('is found out to be %s', (_, bytes, encoding, isGuess) => {
    expect(decodeText(bytes)).toEqual({ text: LINES, encoding, isGuess });
  });

  it('is the declared one where the bytes have no mark', () => {
    const euro = Buffer.from([0x35, 0x20, 0x80]);
    expect(decodeText(euro, 'windows-1252')).toEqual({
      text: '5 €',
      encoding: 'windows-1252',
      isGuess: false,
    });
    expect(decodeText(Buffer.from('\ufeffx'), 'windows-1252')).toMatchObject({
      text: 'x',
      encoding: 'utf-8',
    });
  });

  it('is refused where the bytes are not in the declared one', () => {
    expect(decodeText(Buffer.from(TEXT, 'latin1'), 'utf-8')).toEqual({ fault: 'not_in_encoding' });
  });

  it.each([
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['an archive', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(40, 1)])],
    ['zeros', Buffer.alloc(100)],
  ])('does not make a text of %s', (_, bytes) => {
    expect(decodeText(bytes)).toEqual({ fault: 'not_text' });
  });
});
