import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'
import { Timestamp } from './page.ts'

/** A file that a service has received, whole and checked. It stays when its service is deleted. */
export const File = Type.Object(
  {
    id: Type.String({ examples: ['fil_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7'] }),
    serviceId: Type.String(),
    serviceName: Type.String({ description: 'The name of the service when it received the file.' }),
    connectionId: Type.String(),
    name: Type.String({ description: 'What the peer called it: for display, not unique.' }),
    bytes: Type.Integer(),
    sha256: Type.String({ description: 'Lower-case hexadecimal.' }),
    receivedAt: Timestamp,
    remoteAddress: nullable(Type.String()),
  },
  { $id: 'File' },
)
export type File = Static<typeof File>
