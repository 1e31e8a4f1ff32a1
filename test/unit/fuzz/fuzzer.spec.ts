import { Client } from '../../fuzz/client';
import { Contract } from '../../fuzz/contract';
import { Fuzzer, type FuzzOptions } from '../../fuzz/fuzzer';
import { emptinessOf, type Report } from '../../fuzz/report';
import { Scene } from '../../fuzz/scenes';
import type { World } from '../../fuzz/world';
import { DOCUMENT, type Fault, startFaultyServer, TOKEN } from './faulty-server';

// Some of the servers are silent again and again.
jest.setTimeout(60_000);

const PATIENCE_MILLISECONDS = 300;
/** Of requests that succeed: a third of them goes to addresses that there are none of. */
const SHARE = 0.15;

/** Fuzzes a server that has one fault. */
async function fuzzed(
  fault: Fault,
  options: Partial<FuzzOptions> = {},
): Promise<{ report: Report; empty: string[] }> {
  const { origin, server } = await startFaultyServer(fault);
  const client = new Client(origin, PATIENCE_MILLISECONDS);
  const world: World = {
    scenes: [new Scene({ member: [{ name: 'member', token: TOKEN }] })],
    elsewhere: new Scene(),
    recipes: {},
    deadToken: 'dead',
    isForbidden: () => false,
    revive: () => Promise.resolve(),
    refresh: () => Promise.resolve(),
  };
  const fuzzer = new Fuzzer(new Contract(DOCUMENT), client, world, { seed: 7, requests: 600, ...options });
  try {
    const report = await fuzzer.run();
    return { report, empty: emptinessOf(report, fuzzer.operations, SHARE) };
  } finally {
    client.close();
    server.closeAllConnections();
    server.close();
  }
}

describe('the fuzzer', () => {
  it('the fuzzer finds no fault with a server that keeps its promises, and reaches every operation', async () => {
    const { report, empty } = await fuzzed('none');
    expect(report.faults).toEqual([]);
    expect(empty).toEqual([]);
    expect(report.requests).toBeGreaterThanOrEqual(600);
  });

  it.each<[Fault, where: string, what: RegExp]>([
    ['fails at letters beyond the first plane', 'POST /v1/things', /^answers 500$/],
    ['answers 400 with a status of its own', 'POST /v1/things', /^answers 418, which is not declared$/],
    [
      'leaves a field out of some answers',
      'POST /v1/things',
      /^201 does not match its schema at \/: .*title/,
    ],
    ['hangs at a list', 'POST /v1/things', /^no answer within 300 ms$/],
    ['changes what was written', 'POST /v1/things', /^title is another one in the GET that follows$/],
    ['has plain text where there is no address', 'stray', /^404 is "text\/plain"/],
    ['hangs up at a long title', 'POST /v1/things', /^no answer, but /],
  ])('the fuzzer finds a server that %s', async (fault, where, what) => {
    const { report } = await fuzzed(fault);
    expect(report.faults).toContainEqual(
      expect.objectContaining({
        where,
        what: expect.stringMatching(what),
        curl: expect.stringContaining('curl'),
      }),
    );
  });

  it('the fuzzer shows the smallest request with the fault that it came to', async () => {
    const { report } = await fuzzed('fails at letters beyond the first plane');
    const [{ curl = '' } = {}] = report.faults.filter(({ what }) => what === 'answers 500');
    const { title } = JSON.parse(/--data-binary '(.*)'$/.exec(curl)?.[1] ?? '{}') as { title: string };
    expect([...title]).toHaveLength(1);
  });

  it('the fuzzer tells of a fault when it finds it, and once more with the smallest request', async () => {
    const told: string[] = [];
    let requests = 0;
    const { report } = await fuzzed('fails at letters beyond the first plane', {
      onFault: ({ what }, found) => told.push(`${found} at ${requests}: ${what}`),
      onRequest: (soFar) => (requests = soFar.requests),
    });
    expect(report.faults.length).toBeGreaterThan(0);
    expect(told).toHaveLength(2 * report.faults.length);
    expect(told[0]).toMatch(/^first at \d+: answers 500$/);
    expect(told[1]).toBe(told[0]?.replace('first', 'smallest'));
    expect(requests).toBe(report.requests);
    expect(Number(/\d+/.exec(told[0] ?? '')?.[0])).toBeLessThan(requests);
  });

  it('the fuzzer says that it has proved nothing where an operation never succeeded', async () => {
    const contract = new Contract(DOCUMENT);
    const report = { ...(await fuzzed('none')).report, successesOf: new Map([['POST /v1/things', 3]]) };
    expect(emptinessOf(report, contract.operations, SHARE)).toEqual([
      'GET /v1/things/{thingId} was never answered 2xx',
    ]);
  });
});
