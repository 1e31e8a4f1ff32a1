import type { SettingsReader } from './settings-reader';
import { weaknessOf } from './weak-secret';

/** The key of `.env.example`. Known to everyone, so production refuses it. */
export const DEMO_JWT_KEYS = 'demo:stoa-demo-signing-key-not-for-production';

/** What production refuses unless ALLOW_IN_PRODUCTION names it. */
export const PRODUCTION_EXCEPTIONS = ['embedded-database', 'mail-files'] as const;
export type ProductionException = (typeof PRODUCTION_EXCEPTIONS)[number];

/** The settings that are checked here. */
interface CheckedSettings {
  allowInProduction: ProductionException[];
  jwtKeys: readonly { kid: string; secret: string }[];
  databaseUrl: string | undefined;
  mailTransport: 'file' | 'smtp';
}

/** Refuses what is convenient for trying out, but unsafe with real people's records. */
export function checkForProduction(
  settings: CheckedSettings,
  environment: Record<string, string | undefined>,
  read: SettingsReader,
): void {
  const { allowInProduction, jwtKeys } = settings;
  if (!environment['JWT_KEYS']) read.fault('JWT_KEYS', 'must be set in production');
  else if (jwtKeys.some((key) => DEMO_JWT_KEYS.endsWith(key.secret))) {
    read.fault('JWT_KEYS', 'holds the demo secret, which production refuses');
  } else {
    for (const { kid, secret } of jwtKeys) {
      const weakness = weaknessOf(secret);
      if (weakness !== undefined)
        read.fault('JWT_KEYS', `the secret of ${kid} ${weakness}; make one with: openssl rand -base64 48`);
    }
  }
  if (!environment['PUBLIC_URL']) read.fault('PUBLIC_URL', 'must be set in production: mails link to it');
  if (settings.databaseUrl === undefined && !allowInProduction.includes('embedded-database')) {
    read.fault(
      'DATABASE_URL',
      'must be set in production; to keep the records in the embedded server instead, set ALLOW_IN_PRODUCTION=embedded-database',
    );
  }
  if (settings.mailTransport === 'file' && !allowInProduction.includes('mail-files')) {
    read.fault(
      'MAIL_TRANSPORT',
      'must be smtp in production, since nobody gets mails that become files; to have them as files all the same, set ALLOW_IN_PRODUCTION=mail-files',
    );
  }
}

/** The exceptions that ALLOW_IN_PRODUCTION names. */
export function readProductionExceptions(read: SettingsReader, names: string[]): ProductionException[] {
  const isException = (name: string): name is ProductionException =>
    PRODUCTION_EXCEPTIONS.some((exception) => exception === name);
  if (!names.every(isException))
    read.fault('ALLOW_IN_PRODUCTION', `takes ${PRODUCTION_EXCEPTIONS.join(' and ')}, separated by commas`);
  return names.filter(isException);
}
