/** What the documents leave open. Each service picks one of each; the defaults follow the captures. */
export type Choices = {
  /** A machine–file pair whose action has not ended: 400, the existing action with the success status, or a second action. */
  duplicates: 'reject' | 'return-existing' | 'create';
  /** `error.code` of a 429: captured and documented respectively. */
  throttleCode: '429' | 'TooManyRequests';
  /** Form of Retry-After (RFC 9110 §10.2.3). */
  retryAfter: 'seconds' | 'date';
  /** Status of a new action. Left out: `Pending`, unless the profile's schema does not allow it. */
  initialStatus?: 'Pending' | 'InProgress';
  /** `contract`: one permission of each group; `any`: one of all, as two documents have it. */
  permissionRule: 'contract' | 'any';
  /** What uses up quota: successes, every authorised call to the operation that the limiter lets in, or refused ones as well. */
  consumes: 'accepted' | 'all' | 'every';
  /** Whether properties without a value are `null` or left out. */
  nulls: 'emit' | 'omit';
  /** Form of `error.target`. */
  target: 'guid' | 'hierarchical';
  /** Whether `Content-Type` of answers carries `charset=utf-8`. */
  charset: boolean;
  /** Whether answers are sent in chunks, without a Content-Length (RFC 9112 §7.1). */
  chunked: boolean;
  /** Codes of refusals: the one that names the reason, or the general one of the status. */
  codes: 'specific' | 'general';
  /** Letter case in which an action shows its hash. */
  hashCase: 'kept' | 'lower' | 'upper';
  /** Whether the words of a path are read in any letter case, or as documented alone. */
  pathCase: 'any' | 'exact';
  /** Most digits of a second in times; captures have up to seven. */
  fractionDigits: 0 | 3 | 7;
};

export const DEFAULT_CHOICES: Choices = {
  duplicates: 'reject',
  throttleCode: '429',
  retryAfter: 'seconds',
  permissionRule: 'contract',
  consumes: 'accepted',
  nulls: 'emit',
  target: 'guid',
  charset: false,
  chunked: false,
  codes: 'specific',
  hashCase: 'kept',
  pathCase: 'any',
  fractionDigits: 7,
};
