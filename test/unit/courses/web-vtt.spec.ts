import { vttFault } from '../../../src/modules/courses/content/activity-types/video/web-vtt';

const CUE = '00:01.000 --> 00:02.000\nThe median.\n';

describe('a file of captions', () => {
  it.each([
    [`WEBVTT\n\n${CUE}`],
    [
      `\ufeffWEBVTT - what is said\r\n\r\nNOTE by hand\r\n\r\n1\r\n00:00:01.000 --> 100:00:02.000 align:start\r\n<v Ann>Hi`,
    ],
    [`WEBVTT\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:x\n\n${CUE}\n\n\n${CUE}`],
    [`WEBVTT\n\n${CUE}${'<b>'.repeat(30_000)}`],
  ])('vttFault finds nothing wrong with %p', (text) => expect(vttFault(text)).toBeUndefined());

  it.each<[text: string, fault: string, line: number]>([
    ['', 'signature', 1],
    ['1\n00:00:01,000 --> 00:00:02,000\nSubRip', 'signature', 1],
    [' WEBVTT\n\n', 'signature', 1],
    ['WEBVTTX\n\n', 'signature', 1],
    ['WEBVTT', 'empty', 1],
    [`WEBVTT\n${CUE}`, 'empty', 4],
    ['WEBVTT\n\nNOTE nothing\n', 'empty', 4],
    ['WEBVTT\n\n00:01.000 -> 00:02.000\nx', 'timing', 4],
    ['WEBVTT\n\n00:01,000 --> 00:02,000\nx', 'timing', 3],
    ['WEBVTT\n\nname\n00:02.000 --> 00:02.000\nx', 'timing', 4],
    ['WEBVTT\n\n00:61.000 --> 01:02.000\nx', 'timing', 3],
    [`WEBVTT\n\n00:05.000 --> 00:06.000\nx\n\n${CUE}`, 'order', 6],
    [`WEBVTT\n\n${CUE}\nwords without times`, 'timing', 7],
  ])('vttFault names what is wrong with %p', (text, fault, line) =>
    expect(vttFault(text)).toEqual({ fault, line }),
  );
});
