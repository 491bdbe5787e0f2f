import type { SubjectKind } from './subjects.ts'

/** What the audit calls an operation, and what it looks at before and after. */
export type Audited = {
  action: string
  /** Whose settings are compared. */
  subject?: SubjectKind
  /** What a refused attempt is called: of those that nobody is signed in for. */
  rejected?: string
  /** A failure leaves its mark, too: what was wanted stays on record, and a stop has stopped. */
  evenFailed?: true
  /** The field of the body that has the id of the subject; without it the address has. */
  idIn?: string
  /** What is sent is no setting: who and when is all there is to tell. */
  quiet?: true
}

/** By `operationId`. One that stands nowhere here is on record all the same, under its own name. */
export const AUDITED: Record<string, Audited> = {
  applyServices: { action: 'services.apply', subject: 'services' },
  createService: { action: 'service.create', subject: 'service' },
  changeService: { action: 'service.update', subject: 'service' },
  deleteService: { action: 'service.delete', subject: 'service' },
  startService: { action: 'service.start', subject: 'service', evenFailed: true },
  restartService: { action: 'service.restart', subject: 'service', evenFailed: true },
  stopService: { action: 'service.stop', subject: 'service', evenFailed: true },
  sendAsClient: { action: 'client.send', subject: 'service', idIn: 'serviceId', quiet: true },
  killConnection: { action: 'connection.kill', subject: 'connection' },
  closeConnections: { action: 'connections.close' },
  deleteFile: { action: 'file.delete', subject: 'file' },
  changeSettings: { action: 'settings.update', subject: 'settings' },
  createBackup: { action: 'backup.create' },
  deleteBackup: { action: 'backup.delete' },
  setUp: { action: 'setup.complete', rejected: 'setup.rejected', quiet: true },
  signIn: { action: 'session.begin', rejected: 'session.rejected', quiet: true },
  signOut: { action: 'session.end' },
  endOwnSession: { action: 'session.end' },
  changePassword: { action: 'password.change', quiet: true },
  offerSecondFactor: { action: 'second-factor.offer', quiet: true },
  confirmSecondFactor: { action: 'second-factor.enable', quiet: true },
  removeSecondFactor: { action: 'second-factor.disable', quiet: true },
  createBan: { action: 'ban.add', subject: 'ban' },
  liftBan: { action: 'ban.lift', subject: 'ban' },
  createUser: { action: 'user.create', subject: 'user' },
  changeUser: { action: 'user.update', subject: 'user' },
  deleteUser: { action: 'user.delete', subject: 'user' },
  createToken: { action: 'token.create', subject: 'token' },
  createWebhook: { action: 'webhook.create', subject: 'webhook' },
  changeWebhook: { action: 'webhook.update', subject: 'webhook' },
  deleteWebhook: { action: 'webhook.delete', subject: 'webhook' },
  testWebhook: { action: 'webhook.test', subject: 'webhook' },
  deleteToken: { action: 'token.revoke', subject: 'token' },
}

/** Operations that are not GET and leave no entry, each with its reason. */
export const UNAUDITED: Record<string, string> = {
  checkAddress: 'changes nothing: it only asks',
  verifyFile: 'changes nothing: what does not fit is in the journal, as `file.damaged`',
  testAccess: 'changes nothing: it only asks',
  markChatRead: 'changes nothing but what is shown as unread',
  sayToConnection: 'is in the journal, as `chat.message` with the name of who said it',
  sayToService: 'is in the journal, as `chat.message` with the name of who said it',
}
