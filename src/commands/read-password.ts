import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import { CommandError, say } from './command';

/**
 * Asks for a password twice, without showing it; where standard input is not a terminal, it is the first line there.
 *
 * @throws CommandError when there is none, or the two differ
 */
export async function readPassword(prompt: string): Promise<string> {
  const password = process.stdin.isTTY ? await askTwice(prompt) : await firstLine();
  if (password === '') throw new CommandError('There is no password.');
  return password;
}

async function firstLine(): Promise<string> {
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/, 1);
  return line;
}

async function askTwice(prompt: string): Promise<string> {
  // Hides what is typed.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const abandoned = new Promise<never>((_resolve, reject) =>
    terminal.once('close', () => reject(new CommandError('Nothing was changed.'))),
  );
  const ask = async (question: string): Promise<string> => {
    process.stderr.write(question);
    const answer = await Promise.race([terminal.question(''), abandoned]);
    say('');
    return answer;
  };
  try {
    const password = await ask(prompt);
    if ((await ask('The same again: ')) !== password)
      throw new CommandError('The two differ. Nothing was changed.');
    return password;
  } finally {
    abandoned.catch(() => undefined);
    terminal.close();
  }
}
