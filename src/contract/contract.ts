/** What one profile says, as the service, the player and the checks read it. Built from `schemas/`. */

export const PROFILES = [
  'preview-2017',
  'windows-2019',
  'microsoft-2021-sv',
  'summary-2021',
  'microsoft-2023',
  'current',
] as const;
export type ProfileId = (typeof PROFILES)[number];

/** A JSON Schema 2020-12 object whose every keyword names its source in `x-source`. */
export type JsonSchema = { [keyword: string]: unknown };

export type LimitName = 'minute' | 'hour';
/** At most `calls` calls in any `windowMs`, per application and tenant. */
export type Limit = { name: LimitName; calls: number; windowMs: number };

export type Contract = {
  profile: ProfileId;
  method: string;
  /** Path template with `{id}` for the machine, such as `/api/machines/{id}/StopAndQuarantineFile`. */
  path: string;
  /** Origins that the profile names, without a slash at the end. */
  hosts: string[];
  /** Body properties that carry the hash. Two where the document contradicts itself: either is right. */
  hashNames: string[];
  requestHeaders: { name: string; required: boolean; value?: string }[];
  /** The schema of the JSON body of the call. */
  requestBody: JsonSchema;
  successStatus: number;
  /** The schema of the JSON body of a success. */
  responseBody: JsonSchema;
  /** Error statuses that the profile lists; empty where it lists none. */
  errorStatuses: number[];
  /** The schema of an error's JSON body; null where the profile says nothing of it. */
  errorBody: JsonSchema | null;
  /** Empty where the profile states no limit. */
  limits: Limit[];
  /** Application permissions: of each inner list the token must hold one. */
  permissions: string[][];
};
