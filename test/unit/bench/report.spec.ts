import type { TurnFigures } from '../../bench/measure';
import { failure, speedTable } from '../../bench/report';

describe('the report of a bench run', () => {
  it.each(['application', 'floor'] as const)(
    'the line of a flow says that it failed when a request failed on the %s',
    (server) => {
      const table = speedTable({ size: 1, costs: [], contests: [contest([turn(server, 1)])] });
      expect(table).toContain('FAILED: errors');
      expect(table).not.toContain('met');
    },
  );

  it('the line of a flow without an error says whether its goal is met', () => {
    const table = speedTable({ size: 1, costs: [], contests: [contest([])] });
    expect(table).toMatch(/ met 0\.\d+$/m);
  });

  it('a failed run says so below its tables, with each fault', () => {
    expect(failure(['Flow e on the floor: 4 errors:\nPUT /v1/x: 500'])).toBe(
      'THIS RUN FAILED, and its figures do not count:\n- Flow e on the floor: 4 errors:\n  PUT /v1/x: 500',
    );
  });
});

/** A flow at one concurrency whose ratios meet any goal. */
function contest(failed: TurnFigures[]) {
  return {
    flow: 'e',
    concurrency: 8,
    turns: [turn('application', 0), turn('floor', 0), ...failed],
    speedRatio: { median: 1, min: 1, max: 1 },
    cpuRatio: { ratio: 1, low: 1, high: 1 },
  };
}

function turn(server: TurnFigures['server'], errors: number): TurnFigures {
  return {
    ...{ server, errors, firstErrors: [], operations: 10, operationsPerSecond: 10 },
    ...{ p50Milliseconds: 1, p99Milliseconds: 1, serverCpuMilliseconds: 1, databaseCpuMilliseconds: 1 },
    memoryMegabytes: 1,
  };
}
