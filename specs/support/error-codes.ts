/**
 * Codes of the page of errors, and of captures, for a 400 that speaks of something in particular. A code that stands in none of
 * these lists is judged by errors.code.
 */
const PARTICULAR = [
  'ODataError',
  'InvalidHashValue',
  'InvalidDomainName',
  'InvalidIpAddress',
  'InvalidUrl',
  'MaximumBatchSizeExceeded',
  'MissingRequiredParameter',
  'OsPlatformNotSupported',
  'ClientVersionNotSupported',
  'ActiveRequestAlreadyExists',
];

/** What a code says of a 400 for which `right` are the codes that go with it; undefined where it says nothing. */
export function codeFits(code: string, right: readonly string[]): boolean | undefined {
  if (right.includes(code)) return true;
  return PARTICULAR.includes(code) ? false : undefined;
}
