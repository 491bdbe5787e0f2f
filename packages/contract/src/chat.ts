import { Type, type Static } from 'typebox'
import type { Connection } from './connection.ts'
import type { JournalEntry } from './journal-entry.ts'
import { nullable } from './nullable.ts'

/** What an operator says: text in UTF-8, or any bytes. */
export const MessageInput = Type.Object(
  {
    text: Type.Optional(
      Type.String({ minLength: 1, description: 'At most 64 KiB in UTF-8. Either this or `base64`.' }),
    ),
    base64: Type.Optional(
      Type.String({ minLength: 1, format: 'byte', description: 'At most 64 KiB of bytes.' }),
    ),
  },
  { additionalProperties: false },
)
export type MessageInput = Static<typeof MessageInput>

/** How many connections got a message, and how many did not. */
export const MessageReceipt = Type.Object(
  {
    sent: Type.Integer(),
    slow: Type.Integer({ description: 'Not sent: they still have earlier bytes to take.' }),
    withheld: Type.Integer({ description: 'Not sent: a rule against forged UDP addresses forbids it.' }),
  },
  { $id: 'MessageReceipt' },
)
export type MessageReceipt = Static<typeof MessageReceipt>

/** How far a chat was read. */
export const ReadInput = Type.Object(
  { seq: Type.Integer({ minimum: 0, description: 'The newest journal entry of the chat that was seen.' }) },
  { additionalProperties: false },
)
export type ReadInput = Static<typeof ReadInput>

/** The talk with one caller, in a list of them. */
export const Chat = Type.Object(
  {
    connection: Type.Unsafe<Connection>({ $ref: 'Connection#' }),
    lastMessage: nullable(Type.Unsafe<JournalEntry>({ $ref: 'JournalEntry#' })),
  },
  { $id: 'Chat' },
)
export type Chat = Static<typeof Chat>
