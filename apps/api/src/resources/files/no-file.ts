import { ApiError } from '../../problem.ts'

export const noFile = (id: string): ApiError =>
  new ApiError('not-found', `There is no file ${id}: GET /api/v1/files lists what there is.`)
