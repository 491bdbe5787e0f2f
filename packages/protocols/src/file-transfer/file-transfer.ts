import { ConnectionClosed, defineProtocol, HostRefusal } from '@switchboard/netcore'
import { Dialogue } from './dialogue.ts'
import { download, list, type Answer } from './download.ts'
import { FileRoom } from './file-room.ts'
import type { Header } from './header.ts'
import { FileTransferOptions, presets } from './options.ts'
import { BLAMED, Refusal, type RefusalCode } from './refusal.ts'
import { snippets } from './snippets.ts'
import { receiveFile } from './upload.ts'

/** Takes and gives files: a length, a header in JSON, and the bytes of the file. */
export const fileTransfer = defineProtocol({
  id: 'file-transfer',
  title: 'File transfer',
  summary: 'Takes files and gives them back: a length, a JSON header, the bytes.',
  clientSees:
    'Nothing; with the option reply set to json a length and what became of the file, after each one.',
  about: [
    'Four bytes with the length of a header, the header in JSON with file_name and file_size, then file_size bytes.',
    'Lengths say where everything ends, so a file may have any bytes, and many files follow each other on one connection.',
    'The first four bytes are little-endian unless headerEndian says otherwise: in the wrong order they are an absurd length, and refused.',
    'The reply comes when the file is hashed, synced to the disk and on record; what broke off never appears as a file.',
    'A file keeps its name for display only: the name is never a path on the disk.',
  ],
  reference: { title: 'RFC 8259 (JSON)', url: 'https://www.rfc-editor.org/rfc/rfc8259' },
  transports: ['tcp', 'unix'],
  stateless: false,
  defaultPort: 7027,
  options: FileTransferOptions,
  presets,
  snippets,
  async serve(connection, options, room) {
    const dialogue = new Dialogue(connection, options)
    const files = new FileRoom(room)
    let header: Header | undefined
    try {
      while ((header = await dialogue.header())) {
        connection.countMessage()
        await carryOut(header, dialogue, files)
        header = undefined
      }
    } catch (error) {
      await end(error, header, dialogue)
    }
  },
})

async function carryOut(header: Header, dialogue: Dialogue, files: FileRoom): Promise<void> {
  if (header.op === 'upload') return receiveFile(header, dialogue, files)
  // A question that is refused leaves nothing of the stream in doubt: the peer may go on.
  const refuse = (error: unknown): Answer => replying(errorReply(asRefusal(error)))
  const give = await answer(header, dialogue, files).catch(refuse)
  await give(dialogue)
}

const replying =
  (reply: Record<string, unknown>): Answer =>
  (dialogue) =>
    dialogue.reply(reply)

type Question = Exclude<Header, { op: 'upload' }>

async function answer(header: Question, { options }: Dialogue, files: FileRoom): Promise<Answer> {
  if (header.op === 'stat')
    return replying({ status: 'ok', received: (await files.stat(header.name)).received })
  if (!options.downloads)
    throw new Refusal('not-permitted', `op is "${header.op}": this service takes files but gives none`)
  return header.op === 'list' ? list(files) : download(header, files)
}

/** Notes why, tells the peer where it listens, and hangs up. `header`: what was being carried out. */
async function end(error: unknown, header: Header | undefined, dialogue: Dialogue): Promise<void> {
  const { connection, options } = dialogue
  const refusal = asRefusal(error)
  const { code: reason, message } = refusal
  if (reason !== 'connection-lost' || isTransfer(header))
    connection.note('file.rejected', 'warning', { ...about(header), reason, message })
  if (reason === 'connection-lost') throw error
  connection.blame(BLAMED.has(reason) ? 'fileRejected' : null)
  // In the midst of a download a reply would pass for bytes of the file.
  if (options.reply === 'json' && header?.op !== 'download') await dialogue.reply(errorReply(refusal))
  connection.refuse(`${reason}: ${message}`)
}

const isTransfer = (header: Header | undefined) => header?.op === 'upload' || header?.op === 'download'

function about(header: Header | undefined): Record<string, unknown> {
  if (header?.op === 'upload') return { name: header.name, direction: 'in', expectedBytes: header.bytes }
  return header?.op === 'download' ? { name: header.name, direction: 'out' } : {}
}

const errorReply = ({ code, message }: Refusal) => ({ status: 'error', code, message })

/** The refusal in an error; anything unforeseen is thrown again. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof HostRefusal) return new Refusal(error.code as RefusalCode, error.message)
  if (error instanceof ConnectionClosed) return new Refusal('connection-lost', 'the connection is gone')
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Refusal('disk-full', `the disk is full (${code}): free some space`)
  if (syscall !== undefined)
    return new Refusal('disk-failed', `the disk would not ${syscall} (${code}): see the log of Switchboard`)
  throw error
}
