import fc from 'fast-check';

/** A value nested in that many arrays or objects. */
function nested(depth: number, wrap: (value: unknown) => unknown): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
}

/** An object with this key of its own, even where it is `__proto__`. */
export function withKey(object: object, key: string, value: unknown): object {
  return Object.defineProperty({ ...object }, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** Names that every JavaScript object inherits. */
export const BUILT_IN_NAMES = [
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'],
  ...['isPrototypeOf', '__defineGetter__', 'toJSON', 'then', 'length'],
];

const HOSTILE_TEXTS = [
  ...['', ' ', '\0', 'a\0b', '\u0007', '\u001b[31m', '\t', '\r\n', '\u0085', '\u2028', '\ufeff', '\uffff'],
  // Lone surrogates, and characters outside the basic multilingual plane.
  ...['\ud800', 'a\udc00', '\udc00\ud800', '😀', '👩‍👩‍👧‍👦', '𝒳'.repeat(200), '😀'.repeat(201)],
  // Invisible, combining, and written from right to left.
  ...[
    `a${'\ufe0f'.repeat(200)}`,
    `e${'\u0301'.repeat(500)}`,
    '\u200b',
    '\u202eabc\u202c',
    '\u2800',
    'ﷺ'.repeat(90),
  ],
  ...['مرحبا', '\u3164', 'İ', 'ß', 'ﬁ', 'Å', 'a'.repeat(201), 'a'.repeat(256), 'x'.repeat(20_001)],
  ...['x'.repeat(100_001), ...BUILT_IN_NAMES, 'null', 'undefined', '[object Object]', 'true'],
  ...["' OR 1=1 --", '%', '%00', '%_\\', '\\', '../../etc/passwd', '<script>alert(1)</script>', '=cmd()'],
  ...['{{7*7}}', '$' + '{7*7}', 'a@b', 'a@b@c', `${'a'.repeat(250)}@b.example`, '"a b"@c.example'],
  ...['javascript:alert(1)', 'https://', `https://a.example/${'é'.repeat(700)}`, 'https://a:b@c.example/'],
];

const EDGES_OF_DECIMALS = [
  ...['0', '-0', '0.0', '-1', '1e5', '1E400', '0x10', '1_000', '١', '.5', '5.', '00', '+1', ' 1', '1 '],
  ...['0.00001', '9999', '9999.00001', '10000', '9'.repeat(60), `0.${'0'.repeat(60)}1`, 'NaN', 'Infinity'],
];

const EDGES_OF_DATES = [
  ...['2026-02-29', '2024-02-29', '2026-02-30', '0000-00-00', '0001-01-01', '1000-01-01', '9999-12-31'],
  ...['10000-01-01', '-000001-01-01', '2026-3-2', '2026-W10', '2026-060', '20260302', '2026-03-02T00:00:00'],
  ...[
    '2026-12-31T23:59:60Z',
    '2026-03-29T02:30:00+25:00',
    '9999-12-31T23:59:59.999999Z',
    '2026-03-02 09:00Z',
  ],
  ...[
    '0999-12-31T23:59:59Z',
    '9999-12-31T23:59:59-01:00',
    '1000-01-01T00:00:00+01:00',
    '2026-03-02T24:00:00Z',
  ],
];

const EDGES_OF_IDS = [
  ...[
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    'FFFFFFFF-FFFF-4FFF-8FFF-FFFFFFFFFFFF',
  ],
  ...[
    '01990000-0000-7000-8000-00000000000',
    '01990000-0000-7000-8000-0000000000000',
    '{01990000-0000-7000-8000-000000000000}',
  ],
  ...['0199000000007000800000000000000a', 'me', '1', '-1', '01990000-0000-7000-8000-00000000000g'],
];

export const hostileText = fc.oneof(
  { arbitrary: fc.constantFrom(...HOSTILE_TEXTS), weight: 5 },
  { arbitrary: fc.constantFrom(...EDGES_OF_DECIMALS, ...EDGES_OF_DATES, ...EDGES_OF_IDS), weight: 3 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 40 }), weight: 2 },
  { arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }), weight: 1 },
);

/** Values that no schema of the document allows. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: hostileText, weight: 6 },
  {
    arbitrary: fc.constantFrom<unknown>(
      ...[null, true, false, 0, -0, -1, 1.5, 1e308, 5e-324, 2 ** 31, 2 ** 53, -(2 ** 63), 101],
      ...[{}, [], [[]], [null], [{}], [''], { 0: 'a' }, { length: 3 }, { id: null }],
      ...BUILT_IN_NAMES.map((name) => withKey({}, name, 'x')),
      withKey({}, '__proto__', { isAdministrator: true }),
      ...[nested(30, (value) => [value]), nested(30, (value) => ({ a: value }))],
      nested(3000, (value) => [value]),
      Array.from({ length: 2000 }, (_, index) => index),
    ),
    weight: 4,
  },
  { arbitrary: fc.jsonValue({ maxDepth: 3 }), weight: 2 },
);

/** Texts that stand where an id, a path's part or a query's value should be. */
export const hostilePart = fc.oneof(
  fc.constantFrom(...EDGES_OF_IDS),
  hostileText.filter((text) => text.length < 300),
);

/** Bodies that are no JSON, or JSON of an unlikely kind. */
export const HOSTILE_BODIES: Buffer[] = [
  ...['', '{', '}', '[]', 'null', 'true', '1', '"x"', '{"a":1,"a":2}', '{}{}', "{'a':1}", '{"a":1,}', 'NaN'],
  ...[
    '\ufeff{}',
    '\0',
    '{"__proto__":{"a":1}}',
    '{"constructor":{"prototype":{"a":1}}}',
    '[{"a":[]}]',
    'a=b&c',
  ],
  ...[
    '['.repeat(10_000),
    `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`,
    `"${'x'.repeat(1_200_000)}"`,
    '{"a":1e999}',
  ],
]
  .map((text) => Buffer.from(text))
  .concat([
    Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    Buffer.from([0x1f, 0x8b, 0x08, 0]),
  ]);

export const CONTENT_TYPES = [
  ...[
    'application/json',
    'application/json; charset=utf-16',
    'application/json;',
    'APPLICATION/JSON',
    'text/plain',
  ],
  ...[
    'text/html',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'x',
    '',
    '*/*',
  ],
  ...[
    'multipart/form-data; boundary=',
    'multipart/form-data; boundary=fuzz',
    'application/problem+json',
    'a/b/c',
  ],
  ...[
    'application/octet-stream',
    'application/merge-patch+json',
    `text/${'x'.repeat(300)}`,
    'application/json, text/plain',
  ],
];

const QUIET = fc.constantFrom<Record<string, string>>({});

/** Headers that a proxy, browser or attacker might send. */
export const hostileHeaders = fc.oneof(
  { arbitrary: QUIET, weight: 4 },
  {
    arbitrary: fc.constantFrom<Record<string, string>>(
      ...[
        '*',
        '"v1"',
        'W/"v1"',
        '"v1", "v2"',
        '"a", W/"b", *',
        'v1',
        '"',
        '',
        ',',
        '"v0"',
        `"${'x'.repeat(4000)}"`,
        '"é"',
      ].flatMap((tag): Record<string, string>[] => [{ 'if-match': tag }, { 'if-none-match': tag }]),
      ...['', ' ', 'key-1', 'x'.repeat(255), 'x'.repeat(256), 'é', 'a b', '__proto__', '"quoted"'].map(
        (key) => ({
          'idempotency-key': key,
        }),
      ),
      ...['', '0.2.2', '1.0.0', '1.0.0, 1.0.0'].map((version) => ({ 'tus-resumable': version })),
      ...['', '-1', '1.5', '0x10', '99999999999999999999', ' 7', 'é'].flatMap(
        (number): Record<string, string>[] => [{ 'upload-offset': number }, { 'upload-length': number }],
      ),
      ...[
        '',
        ',',
        'purpose',
        'purpose é',
        'purpose YQ',
        '__proto__ YQ==',
        'a YQ==,a YQ==',
        `a ${'A'.repeat(6000)}`,
      ].map((entries) => ({ 'upload-metadata': entries })),
      ...['', 'sha1', 'md5 AAAA', 'sha1 AAAA', 'sha256 %'].map((sum) => ({ 'upload-checksum': sum })),
      ...[
        '',
        'Bearer',
        'Bearer ',
        'Bearer x',
        'Bearer a.b.c',
        'bearer é',
        'Basic YTpi',
        `Bearer ${'x'.repeat(9000)}`,
      ].map((authorization) => ({ authorization })),
      { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.' },
      ...[{ accept: 'text/html' }, { accept: 'image/webp;q=0' }, { 'accept-encoding': 'br;q=1, *;q=0' }],
      ...[{ 'x-request-id': 'x'.repeat(500) }, { 'x-request-id': 'é' }, { 'content-encoding': 'gzip' }],
      ...[{ 'x-forwarded-for': '<script>' }, { 'x-forwarded-host': 'evil.example' }, { origin: 'null' }],
      ...[{ host: '' }, { host: 'a b' }, { range: 'bytes=0-1' }, { 'x-http-method-override': 'DELETE' }],
      ...[
        { 'x-long': 'x'.repeat(15_000) },
        { 'if-modified-since': 'yesterday' },
        { cookie: 'a=b; __proto__=c' },
      ],
    ),
    weight: 5,
  },
);

/** Addresses and methods that no operation has, for which the edge of the server answers. */
export const STRAY_REQUESTS: [method: string, target: string][] = [
  ...[
    '/',
    '//',
    '/v1',
    '/v1/',
    '/v1/nothing',
    '/v1/courses/',
    '/v1//courses',
    '/V1/COURSES',
    '/v1/courses/%',
  ].map((target): [string, string] => ['GET', target]),
  ...[
    '/v1/courses/%ff',
    '/v1/courses/%00',
    '/v1/courses/..%2f..',
    '/v1/courses/../me',
    '/v1/me?%',
    '/v1/me;a=b',
  ].map((target): [string, string] => ['GET', target]),
  ...[
    `/v1/courses/${'a'.repeat(201)}`,
    `/v1/courses/${'a'.repeat(9000)}`,
    `/v1/courses?search=${'a'.repeat(9000)}`,
  ].map((target): [string, string] => ['GET', target]),
  ...[
    '/docs/package.json',
    '/docs/../package.json',
    '/docs/%2e%2e/package.json',
    '/__proto__',
    '/constructor',
  ].map((target): [string, string] => ['GET', target]),
  ...['HEAD', 'OPTIONS', 'TRACE', 'PURGE', 'PROPFIND', 'QUERY', 'POST', 'PUT', 'DELETE'].map(
    (method): [string, string] => [method, '/v1/me'],
  ),
  ...['HEAD', 'PATCH', 'PUT'].map((method): [string, string] => [method, '/v1/courses']),
];
