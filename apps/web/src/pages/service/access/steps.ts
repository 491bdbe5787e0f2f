import type { AccessRule, AccessTestResult, Service } from '@switchboard/contract'
import { ruleWords } from '../../../format/access-words.ts'
import { formatNumber, plural } from '../../../format/number.ts'

/** One of the questions that the server asks about a peer, in its order. */
export type CheckStep = {
  title: string
  /** What came of it: the peer passed, it was decided here, or nobody asked any more. */
  outcome: 'passed' | 'refused' | 'not-asked'
  words: string
}

const STEPS = ['ban', 'times', 'ranges', 'limits'] as const
type StepKey = (typeof STEPS)[number]

const STEP_OF: Record<AccessRule['kind'], StepKey> = {
  ban: 'ban',
  'access-times': 'times',
  allow: 'ranges',
  deny: 'ranges',
  'no-match': 'ranges',
  'no-address': 'ranges',
  'max-connections': 'limits',
  'max-connections-per-ip': 'limits',
  'connection-rate': 'limits',
  descriptors: 'limits',
  'service-stopping': 'limits',
  challenge: 'limits',
}

const TITLES: Record<StepKey, string> = { ban: 'Bans', times: 'Times', ranges: 'Ranges', limits: 'Limits' }

/** What was asked about a peer, and what came of it: bans first, then times, ranges and limits. */
export function checkSteps({ allowed, rule }: AccessTestResult, service: Service): CheckStep[] {
  const end = allowed ? STEPS.length : STEPS.indexOf(STEP_OF[rule.kind])
  const runs = service.state === 'running' || service.state === 'degraded'
  return STEPS.map((key, index) => {
    const isLast = index === end
    const isAsked = index <= end && (key !== 'limits' || runs || isLast)
    const outcome = isLast ? 'refused' : isAsked ? 'passed' : 'not-asked'
    const tells = isLast || (key === 'ranges' && outcome === 'passed' && allowed)
    return {
      title: TITLES[key],
      outcome,
      words: tells ? ruleWords(rule.kind, rule.range) : WORDS[key](service, outcome),
    }
  })
}

type Words = (service: Service, outcome: CheckStep['outcome']) => string

const WORDS: Record<StepKey, Words> = {
  ban: () => 'No ban has the address',
  times: ({ access: { accessTimes } }, outcome) =>
    outcome === 'not-asked'
      ? 'Not asked any more'
      : accessTimes.length === 0
        ? 'Open at all times'
        : `Open now, by the clock of the server: ${accessTimes.join(', ')}`,
  ranges: (_service, outcome) => (outcome === 'not-asked' ? 'Not asked any more' : 'Let in by the ranges'),
  limits: (service, outcome) => (outcome === 'passed' ? limitWords(service) : limitsUnasked(service)),
}

const limitsUnasked = ({ state }: Service) =>
  state === 'running' || state === 'degraded' ? 'Not asked any more' : 'Not asked: the service does not run'

/** How full it is: `3 of 1,000 connections open; 10 from one address; 50 new ones in 1 s`. */
function limitWords({ limits, stats }: Service): string {
  const { maxConnections, maxConnectionsPerIp, connectionRate } = limits
  const open = formatNumber(stats.openConnections)
  return [
    maxConnections === null
      ? `${open} open, any number may be`
      : `${open} of ${formatNumber(maxConnections)} open`,
    maxConnectionsPerIp === null
      ? 'no limit for an address'
      : `${formatNumber(maxConnectionsPerIp)} for an address`,
    connectionRate === null
      ? 'no limit for new ones'
      : `${formatNumber(connectionRate.count)} new ones in ${plural(connectionRate.seconds, ['# second', '# seconds'])}`,
  ].join('; ')
}
