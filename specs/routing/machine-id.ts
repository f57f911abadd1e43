/** The form of every machine id in the documents: forty hexadecimal digits. */
export function isMachineId(id: string | undefined): boolean {
  return /^[0-9a-f]{40}$/i.test(id ?? '');
}
