import { type Allowance, allowance, HOUR } from './allowance';

/** How many wrong tries a minute are allowed. */
export interface GuessLimits {
  /** For one account from one network. */
  account: number;
  /** From one network, for all accounts together. */
  network: number;
  /** From all networks, for all accounts together. */
  everywhere: number;
}

/** A try to sign in with a password. */
export interface SignInTry {
  /** Id of the account with that name; where there is none, the name in the form in which the database compares names. */
  target: { userId: string } | { name: string };
  /** As `networkOf` gives it. */
  network: string;
  /** Whether the account has signed in from this network before. */
  isKnownNetwork: boolean;
}

/** The allowances that a guess counts against. A guess that is refused is not counted. */
export interface GuessAllowances {
  /** Only this caller's guesses count against it. */
  own: Allowance;
  /** Guesses of others count against them too. */
  shared: readonly Allowance[];
  /** Used when others have used up the shared ones. */
  reserve?: Allowance;
}

/** The limit for an account from all networks that are new to it, as a multiple of the limit for one network. */
const NEW_NETWORKS_AN_ACCOUNT = 3;
const RESERVE_AN_HOUR = 5;

/**
 * The allowances of a try to sign in (decision 17):
 *
 * - of this account from this network;
 * - if the account has not signed in from this network before, of this account from all such networks together;
 * - of this network, and of all networks, for all accounts together.
 *
 * An account that has signed in from this network before has a reserve for when the last two are used up, and does not
 * count against the second. So a flood of guesses does not lock out a person who has signed in from this network before.
 */
export function signInAllowances(
  { target, network, isKnownNetwork }: SignInTry,
  limits: GuessLimits,
): GuessAllowances {
  const account = 'userId' in target ? `account ${target.userId}` : `name ${target.name}`;
  const ofNetwork = allowance(`sign-in at network ${network}`, limits.network);
  const everywhere = allowance('sign-in everywhere', limits.everywhere);
  const own = allowance(`sign-in of ${account} at ${network}`, limits.account);
  if (isKnownNetwork) {
    const reserve = allowance(`sign-in reserve of ${account} at ${network}`, RESERVE_AN_HOUR, HOUR);
    return { own, shared: [ofNetwork, everywhere], reserve };
  }
  const atNewNetworks = allowance(
    `sign-in of ${account} at new networks`,
    limits.account * NEW_NETWORKS_AN_ACCOUNT,
  );
  return { own, shared: [atNewNetworks, ofNetwork, everywhere] };
}

/** Of a try of the current password in a session. Guesses of others do not count against it. */
export function currentPasswordAllowances(sessionId: string, limits: GuessLimits): GuessAllowances {
  return { own: allowance(`current password in session ${sessionId}`, limits.account), shared: [] };
}

/** Of a try of the password of a thing by a signed-in person. Guesses of others do not count against it. */
export function passwordOfThingAllowances(
  thing: string,
  userId: string,
  limits: GuessLimits,
): GuessAllowances {
  return { own: allowance(`password of ${thing} by ${userId}`, limits.account), shared: [] };
}

/**
 * Of a try of a code by which somebody who is signed in comes into a thing, such as a course. Wrong tries count for the person, for the
 * thing from the network, and for the thing from everywhere. A person has a reserve for when others have used up the last two, as
 * for a sign-in.
 */
export function codeOfThingAllowances(
  thing: string,
  { userId, network }: { userId: string; network: string },
  limits: GuessLimits,
): GuessAllowances {
  return {
    own: allowance(`codes by ${userId}`, limits.account),
    shared: [
      allowance(`codes of ${thing} from ${network}`, limits.network),
      allowance(`codes of ${thing} everywhere`, limits.everywhere),
    ],
    reserve: allowance(`reserve of codes of ${thing} by ${userId}`, RESERVE_AN_HOUR, HOUR),
  };
}

/** Of an unknown token. Valid tokens are never refused: 256 random bits cannot be guessed. */
export function tokenAllowances(network: string, limits: GuessLimits): GuessAllowances {
  return { own: allowance(`unknown tokens from ${network}`, limits.network), shared: [] };
}
