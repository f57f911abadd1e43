import { InvalidArgumentError, Option, type Command } from 'commander';
import { PROFILES, type ProfileId } from '../contract/contract.ts';
import { UsageError } from '../errors.ts';

/** A number option that is whole and at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || !Number.isSafeInteger(value))
      throw new InvalidArgumentError(`It has to be a whole number of at least ${least}.`);
    return value;
  };
}

/** A port option; 0 is any free one. */
export function portNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535)
    throw new InvalidArgumentError('It has to be a port, from 0 to 65535; 0 is any free one.');
  return value;
}

/** A number option above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError('It has to be a number above 0.');
  return value;
}

/** `a,b` → ['a', 'b'], none of them empty, and all of `allowed` where it is given. */
export function commaList(allowed?: readonly string[]): (text: string) => string[] {
  return (text) => {
    const items = text.split(',').map((item) => item.trim());
    const wrong = items.find((item) => item === '' || (allowed && !allowed.includes(item)));
    if (wrong !== undefined)
      throw new InvalidArgumentError(
        wrong === ''
          ? 'An item is empty.'
          : `"${wrong}" is not allowed; allowed are ${(allowed ?? []).join(', ')}.`,
      );
    return items;
  };
}

export type CommonOptions = {
  profile: ProfileId;
  seed: number;
  strict: boolean;
  out?: string;
  waivers?: string;
};

/** The options that every judging command shares. */
export function addCommon(command: Command): Command {
  return command
    .addOption(new Option('--profile <profile>', 'whose contract').choices(PROFILES).default('current'))
    .option('--seed <n>', 'seed of everything that is random', wholeNumber(0), 1)
    .option('--strict', 'conventions count as well', false)
    .option('--waivers <file>', 'known fails; format schemas/harness/waivers.json')
    .option('--out <dir>', 'folder for report.json, trace.jsonl and the other files');
}

/** @throws UsageError unless it is an http or https URL; returns its origin. */
export function originOf(text: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
    throw new UsageError(
      `"${text}" is not a target: write mock, emulator, or a URL with its scheme, such as http://${text.includes('.') || text.includes(':') ? text : '127.0.0.1:8080'}`,
    );
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new UsageError(`"${text}" is not a URL; write one such as http://127.0.0.1:8080`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UsageError(`the scheme of ${text} is ${url.protocol.slice(0, -1)}; allowed are http and https`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError(
      'the URL holds a user name or password: take it out, secrets go through the environment',
    );
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new UsageError(
      `${text} has a path or query; give the origin alone, ${url.origin}: the contract knows the path`,
    );
  return url.origin;
}
