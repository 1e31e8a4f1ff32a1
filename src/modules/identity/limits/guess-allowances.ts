import { type Allowance, allowance, HOUR } from './allowance';

/** Wrong tries a minute that are let pass. */
export interface GuessLimits {
  /** At one account from one network. */
  account: number;
  /** From one network at whatever accounts. */
  network: number;
  /** From everywhere at whatever accounts. */
  everywhere: number;
}

/** A try of a password to sign in. */
export interface SignInTry {
  /** Id of the account that the name finds; otherwise the name in the form in which the store compares names. */
  target: { userId: string } | { name: string };
  /** As `networkOf` gives it. */
  network: string;
  /** Whether the account has signed in from this network before. */
  isKnownNetwork: boolean;
}

/** What a guess uses up. Nothing is used up by one that is refused. */
export interface GuessAllowances {
  /** Nobody else can use it up. */
  own: Allowance;
  /** Used up by others too. */
  shared: readonly Allowance[];
  /** To fall back on when others have used up what is shared. */
  reserve?: Allowance;
}

/** Over how many networks that are new to an account its tries may be spread until they are counted together. */
const NEW_NETWORKS_AN_ACCOUNT = 3;
const RESERVE_AN_HOUR = 5;

/**
 * What a try to sign in uses up (decision 17):
 *
 * - the allowance of this account at this network;
 * - where the account is new at this network, the one that it has at all such networks together;
 * - those of the network and of everywhere, whatever the account.
 *
 * An account that has signed in here before falls back on a reserve when the latter two are used up, and has no part in
 * the second: so a flood, from elsewhere or from here, keeps nobody out who has been here before.
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

/** Of the current password, by somebody who is signed in: what others try has no part in it. */
export function currentPasswordAllowances(sessionId: string, limits: GuessLimits): GuessAllowances {
  return { own: allowance(`current password in session ${sessionId}`, limits.account), shared: [] };
}

/** Of a token that the store does not know. Genuine ones are never refused: 256 random bits cannot be guessed. */
export function tokenAllowances(network: string, limits: GuessLimits): GuessAllowances {
  return { own: allowance(`unknown tokens from ${network}`, limits.network), shared: [] };
}
