import type { Client } from './client.ts'

/** A section of the settings as it was saved, null if it never was. */
export async function readSettings(client: Client, section: string): Promise<Record<string, unknown> | null> {
  const [row] = await client.$queryRaw<
    { value: string }[]
  >`SELECT value FROM settings WHERE section = ${section}`
  return row ? (JSON.parse(row.value) as Record<string, unknown>) : null
}

/** Replaces the whole section. */
export async function saveSettings(
  client: Client,
  section: string,
  value: Record<string, unknown>,
): Promise<void> {
  await client.$executeRaw`
    INSERT INTO settings (section, value) VALUES (${section}, ${JSON.stringify(value)})
    ON CONFLICT (section) DO UPDATE SET value = excluded.value`
}
