import childProcess from 'node:child_process';

/** A process with this starts an embedded server whose guard never ends it. */
const spawn = childProcess.spawn.bind(childProcess) as (
  command: string,
  words: readonly string[],
  options: object,
) => childProcess.ChildProcess;
childProcess.spawn = ((command: string, words: readonly string[], options: object) =>
  spawn(
    command,
    words.map((word) => word.replace('kill -"$signal" "$server"', 'true')),
    options,
  )) as typeof childProcess.spawn;
