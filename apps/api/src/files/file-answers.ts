import type { Question } from '@switchboard/netcore'
import type { FileQuestions, FileTopic } from '@switchboard/protocols/file-questions'
import type { FileDepot } from './file-depot.ts'

type Answers = {
  [Topic in FileTopic]: (
    body: FileQuestions[Topic]['body'],
    from: Question,
  ) => Promise<FileQuestions[Topic]['answer']> | FileQuestions[Topic]['answer']
}

export type FileAnswerer = (question: Question) => Promise<unknown>

/** Answers what the protocol file-transfer asks; undefined for other topics. */
export function fileAnswers(depot: FileDepot): (topic: string) => FileAnswerer | undefined {
  const answers: Answers = {
    'files.reserve': (body, { engineId, serviceId }) => depot.reserve(engineId, serviceId, body),
    'files.commit': (body) => depot.commit(body),
    'files.release': (body) => depot.release(body),
    'files.find': ({ name }, { serviceId }) => depot.find(serviceId, name),
    'files.list': ({ limit }, { serviceId }) => depot.list(serviceId, limit),
    'files.stat': ({ name }, { serviceId }) => depot.stat(serviceId, name),
  }
  return (topic) => {
    if (!Object.hasOwn(answers, topic)) return undefined
    const answer = answers[topic as FileTopic] as (body: unknown, from: Question) => unknown
    return async (question) => answer(question.body, question)
  }
}
