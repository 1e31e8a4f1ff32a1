import type { Confirmation, PartCounts } from '../shared/operations/operation';
import type { OperationIssue } from '../shared/operations/operation-issue.entity';
import { csvLines } from '../shared/text/csv-lines';

const COUNTS = ['read', 'added', 'changed', 'ended', 'unchanged', 'refused'] as const;

/** One line a file, in columns. */
export function summaryTable(summary: readonly PartCounts[]): string {
  const rows = [
    ['', ...COUNTS],
    ...summary.map((counts) => [counts.part, ...COUNTS.map((name) => counts[name].toLocaleString('en'))]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: string[]): string =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return rows.map(line).join('\n');
}

/** `enrollments.csv:17 userSourcedId: it names nobody. ("s-4711")` */
export function issueLines(issues: readonly OperationIssue[]): string[] {
  return issues.map(({ severity, file, line, column, message, value }) => {
    const place = [file === null ? '' : line === null ? file : `${file}:${line}`, column ?? '']
      .filter((part) => part !== '')
      .join(' ');
    const said = value === null ? '' : ` (${JSON.stringify(value)})`;
    return `${severity === 'error' ? 'Error  ' : 'Warning'} ${place === '' ? '' : `${place}: `}${message}${said}`;
  });
}

export function issuesCsv(issues: readonly OperationIssue[]): string {
  const header = ['severity', 'file', 'line', 'column', 'code', 'message', 'value'] as const;
  const rows = issues.map((issue) => header.map((name) => String(issue[name] ?? '')));
  return csvLines([header, ...rows], 'where needed');
}

export function confirmationLines({ detail, items }: Confirmation): string[] {
  return [
    detail,
    ...items.map(
      ({ title, active, ending, sharePercent }) =>
        `  ${title}: ${ending} of ${active} would end (${sharePercent} %)`,
    ),
  ];
}
