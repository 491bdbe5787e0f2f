import type { Session } from '@switchboard/contract'
import { isProblem } from '../api/problem-error.ts'
import { onUnauthenticated } from '../api/request.ts'
import { getSession, signOut } from '../api/session.ts'
import { isSetupNeeded } from '../api/setup.ts'
import { leaving } from '../router/leaving.svelte.ts'
import { router } from '../router/router.svelte.ts'
import { me } from './me.svelte.ts'
import { returnAddress } from './return-address.ts'

const atTheDoor = () => router.route.page === 'login' || router.route.page === 'setup'

/**
 * How people come in and leave.
 *
 *     enter ──session──▶ the dashboard ──401, 4401──▶ the sign-in lies over it ──▶ the dashboard, as it was
 *       └──none──▶ /setup or /login ──▶ the dashboard            sign out ──▶ everything is forgotten
 */
class Entrance {
  /** Why it is not known who is signed in: the manager gave no answer. */
  error = $state.raw<unknown>(null)
  /** It is known that nobody is signed in. */
  outside = $state(false)
  /** The session ends by the user's own will: that is no reason to ask for another one. */
  #leaving = false
  #enter = new Set<() => void>()
  #leave = new Set<() => void>()

  onEnter(listener: () => void): void {
    this.#enter.add(listener)
  }

  onLeave(listener: () => void): void {
    this.#leave.add(listener)
  }

  /** Finds out who is signed in, once the page is loaded. */
  async enter(): Promise<void> {
    this.error = null
    try {
      const session = await getSession()
      this.#admit(session)
      if (router.route.page === 'login') router.go(returnAddress(router), { replace: true })
    } catch (error) {
      if (isProblem(error, 'unauthenticated')) await this.askToSignIn()
      else this.error = error
    }
  }

  /** The session has ended, or there is none. A screen that is open stays as it is beneath the sign-in. */
  async askToSignIn(): Promise<void> {
    this.outside = true
    for (const listener of this.#leave) listener()
    if (this.#leaving || router.covered || atTheDoor()) return
    const login = `/login?next=${encodeURIComponent(router.here)}`
    if (me.session !== null) router.cover(login)
    else router.go((await isSetupNeeded().catch(() => false)) ? '/setup' : login, { replace: true })
  }

  /** Somebody has just signed in. Whoever comes after somebody else finds nothing of theirs. */
  admit(session: Session): void {
    const before = me.session
    const target = returnAddress(router)
    if (before !== null && !isSame(before, session)) return forget(target)
    this.#admit(session)
    if (router.covered) router.uncover()
    else router.go(target, { replace: true })
  }

  /** Signs out and forgets everything that this tab holds. */
  async leave(): Promise<void> {
    this.#leaving = true
    try {
      await signOut()
    } catch (error) {
      this.#leaving = isProblem(error, 'unauthenticated')
      if (!this.#leaving) throw error
    }
    sessionStorage.clear()
    forget('/login')
  }

  #admit(session: Session): void {
    me.session = session
    this.outside = false
    for (const listener of this.#enter) listener()
  }
}

/** Loads the page anew: what somebody else typed goes with it. */
function forget(address: string): void {
  leaving.release()
  location.replace(address)
}

const isSame = (a: Session, b: Session) => a.userId === b.userId && a.name === b.name && a.role === b.role

export const entrance = new Entrance()

onUnauthenticated(() => void entrance.askToSignIn())
