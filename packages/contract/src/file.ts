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

/** What the files of one service take: those on record, those on their way with their full size, and kept parts. */
const ServiceFileUsage = Type.Object({
  serviceId: Type.String(),
  serviceName: nullable(Type.String(), { description: 'null: the service was deleted, its files stay.' }),
  files: Type.Integer(),
  bytes: Type.Integer(),
  maxTotalBytes: nullable(Type.Integer(), {
    description: 'Bytes that they may take; null where nothing can come any more.',
  }),
  maxFiles: nullable(Type.Integer()),
})
export type ServiceFileUsage = Static<typeof ServiceFileUsage>

export const FileUsage = Type.Object({ services: Type.Array(ServiceFileUsage) }, { $id: 'FileUsage' })
export type FileUsage = Static<typeof FileUsage>

/** How far the check of a file on the disk is; with `matches` it is over. */
export const FileCheck = Type.Object({
  bytes: Type.Integer({ description: 'Bytes that were read.' }),
  sha256: nullable(Type.String(), { description: 'Of the file on the disk.' }),
  matches: nullable(Type.Boolean(), { description: 'Whether it is what was received.' }),
})
export type FileCheck = Static<typeof FileCheck>
