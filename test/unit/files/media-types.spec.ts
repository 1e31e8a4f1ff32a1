import { mediaTypeOf, TELLING_BYTES } from '../../../src/modules/files/media-types';
import { png } from '../../../src/demo/content/picture';

const bytes = (hex: string, text = ''): Buffer => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.from(text)]);

describe('the type of a content', () => {
  it.each<[type: string, head: Buffer]>([
    ['image/png', png(2, 2, () => [1, 2, 3])],
    ['image/gif', Buffer.from('GIF89a<script>alert(1)</script>')],
    ['image/jpeg', bytes('ffd8ffe0')],
    ['application/pdf', Buffer.from('%PDF-1.7\n')],
    ['text/vtt', Buffer.from('WEBVTT\n\n00:00.000 --> 00:01.000\nHello')],
    ['audio/mp4', bytes('00000018', 'ftypM4A isomiso2')],
    ['text/plain', Buffer.from('Dear all,\nwith – dashes')],
    ['video/mp4', bytes('00000018', 'ftypisomisomiso2')],
  ])('is %s by its first bytes', async (type, head) => {
    expect(await mediaTypeOf(head)).toBe(type);
  });

  it('is WebVTT also where the part that tells ends within a character', async () => {
    const text = Buffer.from(`WEBVTT\n${'ä'.repeat(TELLING_BYTES / 2)}`);
    expect(await mediaTypeOf(text.subarray(0, TELLING_BYTES))).toBe('text/vtt');
  });

  it.each<[what: string, head: Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>')],
    ['SVG as XML', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"></svg>')],
    ['a program of Windows', Buffer.from('MZ\x90\0')],
    ['a program of Linux', bytes('7f454c46')],
    ['a program that says further on that it is a PDF', Buffer.from('MZ\x90\0%PDF-1.7')],
    ['HTML after blanks', Buffer.from('\ufeff \n<p>Dear all,</p>')],
    ['words with a control character', Buffer.from('Dear \x02 all')],
    ['words that are no UTF-8', bytes('c4e4f6')],
    ['an archive', bytes('504b0304140000000000')],
    ['WebVTT with a NUL', Buffer.from('WEBVTT\n\0')],
    ['WebVTT that is no UTF-8', bytes('574542565454' + '0ae4')],
  ])('is unknown for %s', async (_what, head) => {
    expect(await mediaTypeOf(head)).toBeUndefined();
  });
});
