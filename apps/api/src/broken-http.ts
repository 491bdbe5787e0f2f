import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { ApiError, presentProblem } from './problem.ts'

const STATUS_LINES: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}

/** What arrived is no HTTP request: it is told so, where that is still possible, and the connection ends. */
export function answerBrokenHttp(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const status = STATUS_LINES[error.code ?? ''] ?? '400 Bad Request'
  const problem = new ApiError(
    'validation-failed',
    `This is not a request HTTP/1.1 allows (${error.message}).`,
  )
  const requestId = randomUUID()
  const body = JSON.stringify({ ...presentProblem(problem, requestId), status: Number.parseInt(status) })
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
