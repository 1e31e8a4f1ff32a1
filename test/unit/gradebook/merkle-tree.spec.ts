import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  commitmentOf,
  readStatement,
  statementText,
} from '../../../src/modules/gradebook/certifications/certified-statement';
import {
  leafHash,
  pathOf,
  rootFrom,
  rootOf,
} from '../../../src/modules/gradebook/certifications/merkle-tree';

const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** As the definition says it: by halves, each of which is a list of its own. */
function slowRoot(data: readonly Buffer[]): Buffer {
  if (data.length === 0) return sha256();
  if (data.length === 1) return sha256(Buffer.of(0), data[0]!);
  let split = 1;
  while (split * 2 < data.length) split *= 2;
  return sha256(Buffer.of(1), slowRoot(data.slice(0, split)), slowRoot(data.slice(split)));
}

const leaves = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, at) => Buffer.from(`leaf ${at}`));

describe('the tree over certified grades', () => {
  it('has the roots of the examples of RFC 6962 in Certificate Transparency', () => {
    // Test vectors of google/certificate-transparency, cpp/merkletree/merkle_tree_test.cc.
    const data = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const roots = [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ];
    const hashes = data.map((hex) => leafHash(Buffer.from(hex, 'hex')));
    expect(roots.map((_, at) => rootOf(hashes.slice(0, at + 1)).toString('hex'))).toEqual(roots);
    expect(rootOf([])).toEqual(sha256());
  });

  it('has the root that its definition gives, and a path from each leaf to it, for every size', () => {
    for (let size = 1; size <= 40; size += 1) {
      const data = leaves(size);
      const hashes = data.map(leafHash);
      const root = rootOf(hashes);
      expect(root).toEqual(slowRoot(data));
      hashes.forEach((leaf, position) => {
        const path = pathOf(hashes, position);
        expect(rootFrom(leaf, { position, size, path })).toEqual(root);
      });
    }
  });

  it('leads nowhere else: no other leaf, place, size or path gives the root', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), (size, one, other) => {
        const hashes = leaves(size).map(leafHash);
        const [position, wrong] = [one % size, other % size];
        const root = rootOf(hashes);
        const path = pathOf(hashes, position);
        const from = (leaf: Buffer, at: number, of: number, along: Buffer[]): Buffer | undefined =>
          rootFrom(leaf, { position: at, size: of, path: along });
        if (wrong !== position) {
          expect(from(hashes[wrong]!, position, size, path)).not.toEqual(root);
          expect(from(hashes[position]!, wrong, size, path)).not.toEqual(root);
        }
        expect(from(hashes[position]!, position, size, path.slice(1))).toBeUndefined();
        expect(from(hashes[position]!, size, size, path)).toBeUndefined();
        const changed = path.map((hash, step) =>
          step === other % path.length
            ? Buffer.from(hash.map((byte, at) => (at === 0 ? byte ^ 1 : byte)))
            : hash,
        );
        expect(from(hashes[position]!, position, size, changed)).not.toEqual(root);
      }),
    );
  });
});

describe('the statement of a certified grade', () => {
  const ids = {
    courseId: '01990000-0000-7000-8000-000000000001',
    userId: '01990000-0000-7000-8000-000000000002',
  };

  it('is read as it was written, and nothing else is one', () => {
    const texts = fc.oneof(fc.constant(null), fc.string());
    const marks = fc.constantFrom(null, 'incomplete' as const, 'passed' as const);
    fc.assert(
      fc.property(texts, texts, marks, (percent, grade, mark) => {
        const statement = { ...ids, percent, grade, mark };
        expect(readStatement(statementText(statement))).toEqual(statement);
      }),
    );
    for (const text of [
      '',
      '[]',
      '{}',
      'null',
      '["stoa.final-grade.2"]',
      statementText({ ...ids, userId: 'x', percent: null, grade: null, mark: null }),
    ])
      expect(readStatement(text)).toBeUndefined();
  });

  it('is hidden by its salt', () => {
    const text = statementText({ ...ids, percent: '84.17', grade: 'B', mark: null });
    const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    expect(commitmentOf(text, one)).not.toEqual(commitmentOf(text, other));
    expect(commitmentOf(text, one)).toEqual(sha256(Buffer.of(0), one, Buffer.from(text)));
  });
});
