import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Somebody without a mouse: what they do is keys, and what they do not see the focus on, they do not have. */
export class Keyboard {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  /** Tab, or Shift+Tab, until this has the focus, which can then be seen. */
  async tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await target.waitFor()
    for (let steps = 0; steps < 60; steps++) {
      await this.press(key)
      if (await hasFocus(target)) return await this.sees(target)
    }
    throw new Error(`${String(target)} was not reached with ${key}.`)
  }

  /** Waits until this has the focus; the focus can be seen, except on a heading that a screen begins with. */
  async sees(target: Locator): Promise<void> {
    await target.waitFor()
    const focused = () => this.page.evaluate(() => document.activeElement?.outerHTML.slice(0, 150))
    await expect
      .poll(async () => ((await hasFocus(target)) ? 'here' : await focused()), { message: 'has the focus' })
      .toBe('here')
    expect(await target.evaluate((element) => element.matches('h1, :focus-visible'))).toBe(true)
  }

  /** Until it is gone keys are its own. */
  async leaveDialog(): Promise<void> {
    await this.press('Escape')
    await this.page.getByRole('dialog').waitFor({ state: 'detached' })
  }

  /** Chooses the first of the command palette for a text. */
  async command(text: string, first: string | RegExp): Promise<void> {
    await this.press('Control+k')
    await this.sees(this.page.getByRole('combobox', { name: /^Search/ }))
    await this.type(text)
    await this.page.getByRole('option', { selected: true, name: first }).waitFor()
    await this.press('Enter')
    await this.page.getByRole('dialog', { name: 'Command palette' }).waitFor({ state: 'detached' })
  }
}

const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement)
