import { readFileSync } from 'node:fs';

/** Reads typed values from environment variables and gathers what is wrong with them. An empty variable counts as unset. */
export class SettingsReader {
  readonly faults: string[] = [];

  constructor(private readonly environment: Record<string, string | undefined>) {}

  fault(name: string, message: string): void {
    this.faults.push(`${name} ${message}`);
  }

  text(name: string, fallback: string): string {
    return this.value(name) ?? fallback;
  }

  wholeNumber(name: string, fallback: number, min: number, max: number): number {
    const text = this.value(name);
    if (text === undefined) return fallback;
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= min && number <= max) return number;
    this.fault(name, `must be a whole number from ${min} to ${max}, not "${text}"`);
    return fallback;
  }

  flag(name: string, fallback: boolean): boolean {
    return this.oneOf(name, ['true', 'false'], fallback ? 'true' : 'false') === 'true';
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
    const text = this.value(name);
    if (text === undefined) return fallback;
    const match = allowed.find((choice) => choice === text);
    if (match !== undefined) return match;
    this.fault(name, `must be one of ${allowed.join(', ')}, not "${text}"`);
    return fallback;
  }

  /** Never repeats the value in a fault: an address may hold a password. */
  url(name: string, protocols: string[]): string | undefined {
    const text = this.value(name);
    if (text === undefined) return undefined;
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text.replace(/\/$/, '');
    this.fault(
      name,
      `must be an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    );
    return undefined;
  }

  /** The text in the file whose path the variable holds. */
  file(name: string): string | undefined {
    const path = this.value(name);
    if (path === undefined) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      this.fault(name, `names a file that cannot be read: ${(error as Error).message}`);
      return undefined;
    }
  }

  list(name: string): string[] {
    return (this.value(name) ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }

  private value(name: string): string | undefined {
    const text = this.environment[name]?.trim();
    return text === '' ? undefined : text;
  }
}
