import { RecentTraffic, STATS_STEPS, StatsSeries, Timestamp, type StatsStep } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type, type Static } from 'typebox'
import type { Reach } from '../../access/reach.ts'
import { Series } from '../../stats/series.ts'
import { answer, problems } from '../documented.ts'
import { presentRecent, presentSeries, spanOf } from './stats.presenter.ts'

const Query = Type.Object(
  {
    step: Type.Unsafe<StatsStep>({
      type: 'integer',
      enum: [...STATS_STEPS],
      default: 1,
      description: 'Seconds between two values: 1 reaches back 10 minutes, 10 an hour, 300 a day.',
    }),
    from: Type.Optional(Timestamp),
    to: Type.Optional(Timestamp),
  },
  { additionalProperties: false },
)

const DESCRIPTION =
  'What is kept in memory since the manager started, or the part between `from` and `to`. ' +
  'The newest value of a longer step changes until its time is over.'

export const statsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { sampler } = app
  const newest = () => sampler.second ?? Math.floor(Date.now() / 1000) - 1
  const present = (series: Series[], { step, from, to }: Static<typeof Query>) =>
    presentSeries(series, spanOf(step, newest(), from, to))
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
      response: { 200: answer(StatsSeries, 'The numbers over time.'), ...problems('validation-failed') },
    },
    handler: async ({ query, reach }) =>
      present(reach.isLimited ? known(reach).map(([, series]) => series) : [sampler.total], query),
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
        ...problems('validation-failed', 'not-found'),
      },
    },
    handler: async ({ params: { id }, query }) => {
      app.services.get(id)
      return present([sampler.seriesOf(id) ?? new Series()], query)
    },
  })
}
