import type { DefenderSettings } from '@switchboard/contract'
import { networkOf } from '../../bans/check-network.ts'
import { invalid } from '../../problem.ts'

/** Throws `validation-failed` for what the schema does not tell. */
export function checkDefender({ safeList, banTimeMinutes, maxBanTimeMinutes }: DefenderSettings): void {
  const errors = safeList.flatMap((text, at) =>
    networkOf(text)
      ? []
      : [
          {
            path: `/defender/safeList/${at}`,
            message: `is ${JSON.stringify(text)}; it must be an address or a range such as 10.0.0.0/8 or 2001:db8::/32`,
          },
        ],
  )
  if (maxBanTimeMinutes < banTimeMinutes)
    errors.push({
      path: '/defender/maxBanTimeMinutes',
      message: `is ${maxBanTimeMinutes}; it must be at least banTimeMinutes, ${banTimeMinutes}`,
    })
  if (errors.length > 0) throw invalid(errors)
}
