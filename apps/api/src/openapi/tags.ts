/** The chapters of the API's description, in the order in which they are shown. */
export const TAGS = [
  {
    name: 'services',
    description:
      'What listens: create, change, start and stop it, talk to it, or say all of it as one document.',
  },
  { name: 'protocols', description: 'What services can speak, with the options of each.' },
  {
    name: 'connections',
    description: 'Peers, open and past: their counters, and what was captured of them.',
  },
  { name: 'chats', description: 'What operators and callers say to each other.' },
  { name: 'files', description: 'Files that services have received.' },
  { name: 'journal', description: 'What happened, in the order in which it went on the disk.' },
  { name: 'stats', description: 'What services carried over the last minutes and the last day.' },
  {
    name: 'live feed',
    description: 'The same as it happens, over WebSocket; docs/live-feed.md tells its messages.',
  },
  { name: 'session', description: 'Who is calling, and signing in and out.' },
  { name: 'setup', description: 'The first user.' },
  { name: 'users', description: 'People who sign in.' },
  { name: 'tokens', description: 'Tokens for programs.' },
  { name: 'bans', description: 'Addresses that may not connect; docs/bans.md tells how they come to that.' },
  { name: 'audit', description: 'Who changed what.' },
  { name: 'settings', description: 'What is set for all of Switchboard, and how much is kept.' },
  {
    name: 'webhooks',
    description: 'Receivers that are told of journal entries; docs/webhooks.md tells how.',
  },
  { name: 'backups', description: 'Copies of the database.' },
  { name: 'health', description: 'How the manager is.' },
  { name: 'description', description: 'This description.' },
]
