const VERBS: Record<string, string> = {
  add: 'added',
  apply: 'applied',
  close: 'closed',
  create: 'created',
  delete: 'deleted',
  disable: 'disabled',
  enable: 'enabled',
  kill: 'killed',
  lift: 'lifted',
  offer: 'offered',
  change: 'changed',
  restart: 'restarted',
  revoke: 'revoked',
  start: 'started',
  test: 'tested',
  stop: 'stopped',
  update: 'changed',
}

const WHOLE: Record<string, string> = {
  'client.send': 'Test client used',
  'session.begin': 'Signed in',
  'session.end': 'Signed out',
  'session.rejected': 'Sign-in rejected',
  'setup.complete': 'First user made',
  'setup.rejected': 'Setup code rejected',
}

/** `service.update` as people say it: `Service changed`. */
export function actionWords(action: string): string {
  const whole = WHOLE[action]
  if (whole) return whole
  const [noun = '', verb] = action.split('.')
  const words = `${noun.replaceAll('-', ' ')}${verb ? ` ${VERBS[verb] ?? verb}` : ''}`
  return words.charAt(0).toUpperCase() + words.slice(1)
}
