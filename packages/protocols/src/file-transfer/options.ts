import type { Preset } from '@switchboard/netcore'
import { Type, type Static } from 'typebox'

const GIBIBYTE = 1024 ** 3

const Bytes = (title: string, value: number, description: string) =>
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: value, title, description })

export const FileTransferOptions = Type.Object(
  {
    headerEndian: Type.Enum(['little', 'big'], {
      default: 'little',
      title: 'Byte order',
      description: 'Of the four bytes that tell how long a header is, in both directions.',
    }),
    reply: Type.Enum(['none', 'json'], {
      default: 'none',
      title: 'Replies to uploads',
      description:
        'none: for the simplest clients, which never read. json: after each file its size and SHA-256, or what was wrong.',
    }),
    onExisting: Type.Enum(['version', 'replace', 'refuse'], {
      default: 'version',
      title: 'When the name exists',
      description: 'version: keep both files. replace: keep the new one. refuse: keep the old one.',
    }),
    downloads: Type.Boolean({
      default: true,
      title: 'Downloads',
      description: 'Whether callers may list and download the files of this service.',
    }),
    maxFileBytes: Bytes(
      'Largest file (bytes)',
      GIBIBYTE,
      'Larger files are refused before a byte of them is stored.',
    ),
    maxTotalBytes: Bytes(
      'All files (bytes)',
      10 * GIBIBYTE,
      'What all files of this service may take together.',
    ),
    maxFiles: Bytes('Number of files', 10_000, 'Files of this service at most.'),
    keepPartialHours: Type.Integer({
      minimum: 0,
      maximum: 8760,
      default: 0,
      title: 'Keep unfinished files (hours)',
      description: 'So long a broken-off upload can be continued. 0: it is discarded at once.',
    }),
    headerTimeoutMs: Type.Integer({
      minimum: 10,
      maximum: 3_600_000,
      default: 10_000,
      title: 'Header within (ms)',
      description: 'A header has to be complete so long after its first byte.',
    }),
    minBytesPerSecond: Type.Integer({
      minimum: 0,
      maximum: 1_000_000_000,
      default: 64,
      title: 'Slowest upload (bytes per second)',
      description: 'A file that comes more slowly is broken off. 0: as slowly as it likes.',
    }),
    rateWindowMs: Type.Integer({
      minimum: 100,
      maximum: 3_600_000,
      default: 30_000,
      title: '… on average over (ms)',
      description: 'Time in which our own disk is the slow one does not count.',
    }),
  },
  { additionalProperties: false },
)
export type FileTransferOptions = Static<typeof FileTransferOptions>

const preset = (
  id: string,
  title: string,
  summary: string,
  options: Partial<FileTransferOptions>,
): Preset => ({
  id,
  title,
  summary,
  transport: 'tcp',
  options,
})

export const presets: Preset[] = [
  preset('simple', 'Simple upload', "The tutorials' upload: length, header, file; nothing comes back.", {}),
  preset('replies', 'With replies', 'Answers each upload with its size and SHA-256.', { reply: 'json' }),
  preset('big-endian', 'Big-endian', 'With replies, lengths in network byte order.', {
    headerEndian: 'big',
    reply: 'json',
  }),
  preset('drop-box', 'Drop box', 'Takes files up to 100 MiB, 1 GiB in all, and never gives or changes one.', {
    reply: 'json',
    onExisting: 'refuse',
    downloads: false,
    maxFileBytes: 100 * 1024 ** 2,
    maxTotalBytes: GIBIBYTE,
  }),
  preset('resumable', 'Resumable', 'Broken-off uploads can be continued for a day.', {
    reply: 'json',
    keepPartialHours: 24,
  }),
]
