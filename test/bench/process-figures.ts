import { readdirSync, readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100;
const PAGE_BYTES = 4096;

/** What a process and its children have used, by Linux's account. */
export interface ProcessFigures {
  cpuMilliseconds: number;
  memoryMegabytes: number;
}

/** Of the process and all that it has started, as they live now; ticks of 10 ms, so measure over seconds. */
export function figuresOf(pid: number): ProcessFigures {
  const figures = familyOf(pid).map(figuresOfOne);
  return {
    cpuMilliseconds: figures.reduce((sum, { cpuMilliseconds }) => sum + cpuMilliseconds, 0),
    memoryMegabytes: figures.reduce((sum, { memoryMegabytes }) => sum + memoryMegabytes, 0),
  };
}

function figuresOfOne(pid: number): ProcessFigures {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may hold anything; the third field stands after its last bracket.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [userTicks, systemTicks, residentPages] = [11, 12, 21].map((place) => Number(fields[place])) as [
    number,
    number,
    number,
  ];
  return {
    cpuMilliseconds: ((userTicks + systemTicks) * 1000) / TICKS_A_SECOND,
    memoryMegabytes: (residentPages * PAGE_BYTES) / 2 ** 20,
  };
}

function familyOf(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(familyOf)];
}
