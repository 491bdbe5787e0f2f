import { me } from '../../session/me.svelte.ts'
import { readTalks, writeTalks, type SavedTalk } from './saved-talks.ts'
import type { TalkDraft } from './talk-draft.ts'

/** Whoever else signs in with this browser has a list of their own. */
const key = () => `switchboard.test-client.${me.session?.userId ?? me.session?.name ?? ''}`

/** Talks under their names, kept in this browser. */
export class SavedList {
  talks = $state.raw<readonly SavedTalk[]>(kept())
  /** Why they do not outlive this tab; null: they do. */
  unkept = $state<string | null>(null)

  /** One of the same name is replaced. */
  save(name: string, draft: TalkDraft): void {
    this.add([{ name, draft }])
  }

  add(talks: readonly SavedTalk[]): void {
    const others = this.talks.filter((kept) => !talks.some(({ name }) => name === kept.name))
    this.#keep([...others, ...talks].sort((a, b) => a.name.localeCompare(b.name)))
  }

  remove(name: string): void {
    this.#keep(this.talks.filter((talk) => talk.name !== name))
  }

  #keep(talks: readonly SavedTalk[]): void {
    this.talks = talks
    try {
      localStorage.setItem(key(), writeTalks(talks))
      this.unkept = null
    } catch {
      this.unkept = 'This browser has no room for them: they are here until the page is left. Export them.'
    }
  }
}

function kept(): SavedTalk[] {
  try {
    const text = localStorage.getItem(key())
    return text === null ? [] : readTalks(text)
  } catch {
    // What cannot be read is of no use; the next one that is saved takes its place.
    return []
  }
}
