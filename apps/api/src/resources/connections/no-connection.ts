import { ApiError } from '../../problem.ts'

export function noConnection(id: string): ApiError {
  return new ApiError(
    'not-found',
    `There is no connection ${id}: GET /api/v1/connections lists what there is.`,
  )
}
