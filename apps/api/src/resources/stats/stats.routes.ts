import { RecentTraffic, STATS_STEPS, StatsSeries, Timestamp, type StatsStep } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type, type Static } from 'typebox'
import type { Reach } from '../../access/reach.ts'
import { ALL, HOUR_S, readHours } from '../../stats/hours.ts'
import { Series } from '../../stats/series.ts'
import { answer, problems } from '../documented.ts'
import { presentRecent, presentSamples, presentSeries, spanOf } from './stats.presenter.ts'

const Query = Type.Object(
  {
    step: Type.Unsafe<StatsStep>({
      type: 'integer',
      enum: [...STATS_STEPS],
      default: 1,
      description:
        'Seconds between two values: 1 reaches back 10 minutes, 10 an hour, 300 a day, 3600 a month.',
    }),
    from: Type.Optional(Timestamp),
    to: Type.Optional(Timestamp),
  },
  { additionalProperties: false },
)

const DESCRIPTION =
  'What is kept, or the part between `from` and `to`: steps up to 300 in memory since the manager started, ' +
  '3600 on disk, where the newest value is up to a minute behind. ' +
  'The newest value of a longer step changes until its time is over.'

export const statsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { sampler } = app
  const newest = () => sampler.second ?? Math.floor(Date.now() / 1000) - 1
  const present = async (ids: string[], series: () => Series[], { step, from, to }: Static<typeof Query>) => {
    const span = spanOf(step, newest(), from, to)
    if (step !== HOUR_S) return presentSeries(series(), span)
    const { samples, seconds } = await readHours(app.store.hours, ids, span)
    return { ...presentSamples(samples, span), knownSeconds: seconds }
  }
  const known = (reach: Reach) =>
    reach.services().flatMap(({ settings: { id } }) => {
      const series = sampler.seriesOf(id)
      return series ? [[id, series] as const] : []
    })

  app.route({
    method: 'GET',
    url: '/stats',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags: ['stats'],
      operationId: 'getStats',
      summary: 'Tells what all services together carried over time',
      description: DESCRIPTION,
      querystring: Query,
      response: {
        200: answer(StatsSeries, 'The numbers over time.'),
        ...problems('validation-failed', 'store-unavailable'),
      },
    },
    handler: async ({ query, reach }) => {
      if (!reach.isLimited) return await present([ALL], () => [sampler.total], query)
      const ids = reach.services().map(({ settings: { id } }) => id)
      return await present(ids, () => known(reach).map(([, series]) => series), query)
    },
  })

  app.route({
    method: 'GET',
    url: '/stats/recent',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags: ['stats'],
      operationId: 'getRecentTraffic',
      summary: 'Tells the bytes of the last minute, second by second, of each service',
      response: { 200: answer(RecentTraffic, 'The services that carried anything.'), ...problems() },
    },
    handler: async ({ reach }) => presentRecent(known(reach), newest()),
  })

  app.route({
    method: 'GET',
    url: '/services/:id/stats',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags: ['stats'],
      operationId: 'getServiceStats',
      summary: 'Tells what a service carried over time',
      description: DESCRIPTION,
      params: Type.Object({ id: Type.String({ description: 'Id of the service.' }) }),
      querystring: Query,
      response: {
        200: answer(StatsSeries, 'The numbers over time.'),
        ...problems('validation-failed', 'not-found', 'store-unavailable'),
      },
    },
    handler: async ({ params: { id }, query }) => {
      app.services.get(id)
      return await present([id], () => [sampler.seriesOf(id) ?? new Series()], query)
    },
  })
}
