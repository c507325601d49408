export const where = import.meta.url;
export default () => 42;
export function fail() { throw new Error('from the helper: ü'); }
