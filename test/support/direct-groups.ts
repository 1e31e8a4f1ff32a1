/**
 * How many chose each option, as its definition reads. It knows nothing of the code that it checks: for each attempt it counts those that are
 * better, and those that are worse.
 */
export interface DirectAnswer {
  total: number;
  chosen: string[];
}

export interface DirectCount {
  all: number;
  upper: number;
  lower: number;
}

export function directGroups(totals: readonly number[]): ('upper' | 'middle' | 'lower')[] {
  const size = Math.max(1, Math.floor((27 * totals.length) / 100));
  return totals.map((total) => {
    const better = totals.filter((other) => other > total).length;
    if (better < size) return 'upper';
    const worse = totals.filter((other) => other < total).length;
    return worse < size ? 'lower' : 'middle';
  });
}

export function directCounts(answers: readonly DirectAnswer[], option: string): DirectCount {
  const groups = directGroups(answers.map(({ total }) => total));
  const count = { all: 0, upper: 0, lower: 0 };
  answers.forEach(({ chosen }, index) => {
    if (!chosen.includes(option)) return;
    count.all += 1;
    const group = groups[index];
    if (group === 'upper' || group === 'lower') count[group] += 1;
  });
  return count;
}
