import type { Chat, Connection, MessageReceipt, Page } from '@switchboard/contract'
import { request } from './request.ts'

const connectionAt = (id: string) => `/connections/${encodeURIComponent(id)}`
const serviceAt = (id: string) => `/services/${encodeURIComponent(id)}`

type ListQuery = { state: 'open' | 'closed'; before?: string | null; limit?: number }

/** One page of a service's connections with the last message of each, newest connection first. */
export const listChats = (serviceId: string, query: ListQuery) =>
  request<Page<Chat>>(`${serviceAt(serviceId)}/chats`, { query })

export const sayTo = (connectionId: string, text: string) =>
  request<MessageReceipt>(`${connectionAt(connectionId)}/messages`, { method: 'POST', body: { text } })

export const sayToAll = (serviceId: string, text: string) =>
  request<MessageReceipt>(`${serviceAt(serviceId)}/messages`, { method: 'POST', body: { text } })

/** The chat was seen up to the entry `seq`. */
export const markRead = (connectionId: string, seq: number) =>
  request<Connection>(`${connectionAt(connectionId)}/read`, { method: 'POST', body: { seq } })
