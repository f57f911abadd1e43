import { isIP } from 'node:net';

/** Hosts of the real service and its sign-in: always a tenant, whatever a flag says. */
const MICROSOFT =
  /(^|\.)(microsoft\.com|windows\.com|windows\.net|microsoft\.us|microsoftonline\.com|microsoftonline\.us|azure\.com)\.?$/i;

/** Where a URL leads: `lab` is loopback or, under `--lab`, a host that is not Microsoft's; anything else is a `tenant`. */
export function kindOfUrl(origin: string, lab: boolean): 'lab' | 'tenant' {
  const host = new URL(origin).hostname.replace(/^\[|\]$/g, '');
  if (MICROSOFT.test(host)) return 'tenant';
  if (isLoopback(host)) return 'lab';
  return lab ? 'lab' : 'tenant';
}

/** 127.0.0.0/8, ::1 and the name localhost. */
export function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  return isIP(host) === 4 ? host.startsWith('127.') : host === '::1';
}
