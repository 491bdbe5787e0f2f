import { fieldsOf } from '../../forms/schema-fields.ts'
import { defenderSchema, retentionSchema } from '../../forms/settings-schema.ts'
import { PREFERENCE_WORDS, SHOWN, textOfPreference } from './appearance/preference-words.ts'
import { textOf } from './search.ts'

export type SettingsSection = {
  id: string
  label: string
  /** For everybody; the others are for admins. */
  open: boolean
  /** What it is found by as a whole. */
  words: string
  /** What its single settings are found by. */
  texts: readonly string[]
}

/** Everything that is set for all of Switchboard, or for this browser, in the order of the tabs. */
export const SECTIONS: readonly SettingsSection[] = [
  {
    id: 'appearance',
    label: 'Appearance',
    open: true,
    words: 'appearance look display browser',
    texts: SHOWN.map((name) => textOfPreference(PREFERENCE_WORDS[name])),
  },
  {
    id: 'retention',
    label: 'Retention',
    open: false,
    words: 'retention storage database history keep capture',
    texts: fieldsOf(retentionSchema, '').map(textOf),
  },
  {
    id: 'backups',
    label: 'Backups',
    open: false,
    words: 'backups copy restore database download',
    texts: [],
  },
  {
    id: 'webhooks',
    label: 'Webhooks',
    open: false,
    words: 'webhooks http receiver notify alert secret deliveries',
    texts: [],
  },
  {
    id: 'bans',
    label: 'Bans',
    open: false,
    words: 'bans by score defender block',
    texts: fieldsOf(defenderSchema, '').map(textOf),
  },
  {
    id: 'environment',
    label: 'TLS and environment',
    open: false,
    words: 'tls https certificate fingerprint environment variables',
    texts: [
      'switchboard_host switchboard_port address listen',
      'switchboard_admin_token token locked out',
      'switchboard_tls_cert switchboard_tls_key certificate pem file',
      'switchboard_allowed_hosts names browser',
      'switchboard_trusted_proxies proxy x-forwarded-for',
      'switchboard_data_dir database_url folder sqlite',
      'switchboard_engines processes',
      'switchboard_webhook_allow networks receivers',
      'switchboard_log_level logged',
    ],
  },
]
