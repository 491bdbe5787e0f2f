import plugin from 'fastify-plugin'
import type { ChildProcess } from 'node:child_process'
import {
  HostRefusal,
  ServiceManager,
  type Answerer,
  type CaptureSink,
  type JournalSink,
} from '@switchboard/netcore'
import { catalogue } from '@switchboard/protocols'
import { fileAnswers } from '../files/file-answers.ts'
import { ENGINE_MODULE } from '../head-start.ts'
import { JournalHub } from '../live/journal-hub.ts'
import { OperatorDesk } from '../resources/chats/operator-desk.ts'
import { Unread } from '../resources/chats/unread.ts'
import { ServiceApplier } from '../resources/services/service-applier.ts'
import { ServiceRegistry } from '../resources/services/service-registry.ts'
import { ErrorCounts } from '../stats/error-counts.ts'

declare module 'fastify' {
  interface FastifyInstance {
    manager: ServiceManager
    /** Writes entries down and publishes them. */
    journal: JournalSink
    errorCounts: ErrorCounts
    services: ServiceRegistry
    applier: ServiceApplier
    journalHub: JournalHub
    unread: Unread
    operatorDesk: OperatorDesk
    /** Stops all services, each with its drain, and ends the engines; what is desired stays. */
    drain(): Promise<void>
  }
}

type Options = {
  engines: number
  /** Those that load already. */
  forked?: ChildProcess[] | undefined
  /** The folder of the Unix sockets. */
  sockets: string
}

/** The one place where netcore meets the store: what happens is written down, then published. */
export const switchboard = plugin<Options>(
  async (app, { engines, forked = [], sockets }) => {
    const hub = new JournalHub(app.store.journal.newest)
    const unread = await Unread.load(app.store.chats, catalogue)
    const errors = new ErrorCounts()
    const journal: JournalSink = async (batch) => {
      if (batch.count === 0) return
      const arrived = performance.now()
      try {
        const first = await app.store.journal.append(batch)
        errors.note(batch)
        app.journalMetrics.committed(batch, (performance.now() - arrived) / 1000)
        unread.take(batch, first)
        hub.publish(batch, first)
      } catch (error) {
        app.log.error({ err: error, entries: batch.count }, 'the store refused journal entries')
      }
    }
    const answerFiles = fileAnswers(app.files)
    const answer: Answerer = async (question) => {
      const about = answerFiles(question.topic)
      if (about) return about(question)
      throw new HostRefusal('unknown-topic', `The manager knows nothing of ${question.topic}.`)
    }
    const capture: CaptureSink = async (batch) => {
      try {
        return await app.store.capture.append(batch)
      } catch (error) {
        app.log.error({ err: error }, 'captured bytes could not be written')
        return false
      }
    }
    const processes = { engineModule: ENGINE_MODULE, engines, forked }
    const manager = new ServiceManager({ ...processes, catalogue, journal, capture, answer })
    const { secrets } = app
    const services = new ServiceRegistry({ store: app.store.services, manager, journal, sockets, secrets })
    // Engines take a third of a second to come up; services that are started meanwhile wait for them.
    // It rejects only when Switchboard stops before they are up, and whoever stops it knows that.
    manager.open().catch(() => undefined)
    let drained: Promise<void> | undefined
    const drain = () => (drained ??= manager.close({ drain: true }))

    manager.on('engineLost', (engineId) => void app.files.engineLost(engineId))
    services.on('deleted', (serviceId) => void app.files.serviceDeleted(serviceId))

    app.decorate('manager', manager)
    app.decorate('journal', journal)
    app.decorate('errorCounts', errors)
    app.decorate('services', services)
    app.decorate('applier', new ServiceApplier({ services, secrets }))
    app.decorate('journalHub', hub)
    app.decorate('unread', unread)
    const { connections } = app.store
    app.decorate('operatorDesk', new OperatorDesk({ manager, services, connections, unread }))
    app.decorate('drain', drain)
    app.addHook('onClose', drain)
    await services.load()
    app.addHook('onListen', async () => {
      void services.startDesired()
    })
  },
  { name: 'switchboard', dependencies: ['store', 'identity', 'files', 'metrics'] },
)
