import type { Catalogue, Protocol } from '@switchboard/netcore'
import { challenge } from './challenge/challenge.ts'
import { chargen } from './chargen/chargen.ts'
import { chat } from './chat/chat.ts'
import { daytime } from './daytime/daytime.ts'
import { discard } from './discard/discard.ts'
import { echo } from './echo/echo.ts'
import { fileTransfer } from './file-transfer/file-transfer.ts'
import { greeting } from './greeting/greeting.ts'
import { qotd } from './qotd/qotd.ts'
import { time } from './time/time.ts'
import { timestamp } from './timestamp/timestamp.ts'

/** Every protocol there is, in the order in which people see them: the classic small services, then the lessons. */
const PROTOCOLS: Protocol[] = [
  echo,
  discard,
  chargen,
  qotd,
  daytime,
  time,
  greeting,
  timestamp,
  chat,
  fileTransfer,
  challenge,
]

/** All protocols by id, in the order in which they are shown. */
export const catalogue: Catalogue = new Map(PROTOCOLS.map((protocol) => [protocol.id, protocol]))
