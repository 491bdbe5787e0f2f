/** Seconds from 1900-01-01 to 1970-01-01, both 00:00 UTC (RFC 868). */
const FROM_1900_TO_1970 = 2_208_988_800

/**
 * Seconds since 1900-01-01 00:00 UTC, four bytes, the most significant first. The number begins anew after 2^32 s,
 * on 2036-02-07 06:28:16 UTC; clients take it for the time nearest to their own.
 */
export function timeOf(date: Date): Buffer {
  const seconds = Math.floor(date.getTime() / 1000) + FROM_1900_TO_1970
  const bytes = Buffer.alloc(4)
  // >>> 0 is modulo 2^32, of numbers before 1900 too.
  bytes.writeUInt32BE(seconds >>> 0)
  return bytes
}
