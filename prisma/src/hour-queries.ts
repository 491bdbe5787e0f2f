import type { Client } from './client.ts'
import type { HourQuery, HourRates, HourSums } from './rows.ts'

/** Adds to what is on record of these hours. */
export async function addHours(client: Client, sums: HourSums[]): Promise<void> {
  await client.$executeRaw`
    INSERT INTO traffic_hours (
      service_id, hour, seconds, connections, refused_connections, errors,
      bytes_in, bytes_out, messages_in, messages_out, open_connections
    )
    SELECT
      value ->> 'serviceId', value ->> 'hour', value ->> 'seconds', value ->> 'connections',
      value ->> 'refusedConnections', value ->> 'errors', value ->> 'bytesIn', value ->> 'bytesOut',
      value ->> 'messagesIn', value ->> 'messagesOut', value ->> 'openConnections'
    FROM json_each(${JSON.stringify(sums)}) WHERE true
    ON CONFLICT (service_id, hour) DO UPDATE SET
      seconds = seconds + excluded.seconds,
      connections = connections + excluded.connections,
      refused_connections = refused_connections + excluded.refused_connections,
      errors = errors + excluded.errors,
      bytes_in = bytes_in + excluded.bytes_in,
      bytes_out = bytes_out + excluded.bytes_out,
      messages_in = messages_in + excluded.messages_in,
      messages_out = messages_out + excluded.messages_out,
      open_connections = max(open_connections, excluded.open_connections)`
}

/** The hours of which something is known, oldest first, of all these services added up. */
export async function listHours(client: Client, { serviceIds, from, to }: HourQuery): Promise<HourRates[]> {
  const rows = await client.$queryRaw<HourRates[]>`
    SELECT
      hour, max(seconds) AS "seconds", sum(connections) / max(seconds) AS "connections",
      sum(refused_connections) / max(seconds) AS "refusedConnections", sum(errors) / max(seconds) AS "errors",
      sum(bytes_in) / max(seconds) AS "bytesIn", sum(bytes_out) / max(seconds) AS "bytesOut",
      sum(messages_in) / max(seconds) AS "messagesIn", sum(messages_out) / max(seconds) AS "messagesOut",
      sum(open_connections) AS "openConnections"
    FROM traffic_hours
    WHERE service_id IN (SELECT value FROM json_each(${JSON.stringify(serviceIds)}))
      AND hour >= ${from} AND hour < ${to}
    GROUP BY hour ORDER BY hour`
  return rows.map((row) => ({ ...row, hour: Number(row.hour), seconds: Number(row.seconds) }))
}
