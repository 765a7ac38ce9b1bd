import type { TalkText } from './es.js';

export const en: TalkText = {
  words: {
    title: 'Your twelve words',
    lead: 'Write them in order, with spaces between. Capitals and accents do not matter.',
    label: 'The twelve words',
    suggest: 'Words that begin like this',
    code: 'Your own code',
    codeHelp: 'Only if you chose one when you sent your report. Otherwise leave this empty.',
    open: 'See if there is an answer',
    opening: 'Looking…',
    count: (have: number) => `There are twelve words; here are ${String(have)}.`,
    unknown: (place: number, suggestions: string) =>
      suggestions === ''
        ? `Word ${String(place)} is not in the list. Look at it again.`
        : `Word ${String(place)} is not in the list. It may be: ${suggestions}.`,
    checksum: 'Each word exists, but together they open nothing. One is another word, or two changed places.',
    seen: 'Whoever watches the network can see that somebody uses this service, but not what they read or write. Looking is the same with an answer or without.',
  },
  conversation: {
    title: 'Answers',
    none: 'There is no answer yet. Come back when you can: looking again bothers nobody.',
    noneCode: 'If you expected an answer, check that the words and the code are yours.',
    from: 'The team says:',
    status: {
      received: 'We received your report.',
      reading: 'People of the team are reading it.',
      acting: 'We are acting.',
      closed: 'We ended this work. You can still write again.',
    },
    choose: 'Touch an answer:',
    answered: (choice: string) => `You answered: ${choice}`,
    read: 'Tell them that I have read it',
    add: 'Tell something more that happened',
    addHelp: 'It arrives like a new report and calls the people on duty. The team knows that it is yours.',
    note: 'Send a message that is not urgent',
    sharing: 'Change who may know, or ask them to stop',
    look: 'Look again',
    leave: 'Finish',
  },
  note: {
    title: 'A message for the team',
    lead: 'They read it when they open your report. If there is danger, use “Tell something more that happened”.',
    label: 'Your message',
    send: 'Send',
  },
  facts: {
    send: 'Lock it and send',
    keepLead:
      'The words do not remember whom you wanted to keep out last time. Mark it again, or it may reach them.',
    guarded: 'It goes to the team that answered you: the one for internal cases.',
    nobodyMore: 'Only the team that receives the reports reads it. It reaches nobody else.',
    received: 'It arrived. A person will open it.',
    kept: 'It did not leave: there is no signal, or nobody answers. It is only in this page; do not close it.',
    notEnough: 'Tell what happened first.',
  },
  sharing: {
    title: 'Who may know now?',
    lead: 'What you say here counts more than what you said before. Sharing less counts at once; sharing more, from when the team reads it. What was shared already cannot be taken back from where it is.',
    change: 'Change what may be shared',
    tiers: {
      T2: 'The network of allies',
      T3: 'Authorities or organisations, with care',
      T4: 'To count cases, without names',
    },
    nobody: 'If you mark nothing: only the team.',
    send: 'Send this change',
    withdraw: 'Ask them to stop',
    withdrawSharing: 'Tell nobody more',
    withdrawEverything: 'Stop everything: I do not want to go on',
    honest:
      'Automatic notices to allies stop within two minutes, without anybody having to read this. Who was told already and said that they help, knows. The team keeps your report.',
  },
  sent: {
    said: 'It arrived. The team will see it when they open your report.',
    tooLong: 'It is too long. Shorten it a little.',
    noSignal: 'There is no signal, or nobody answers. It was not sent. Try again.',
    later: 'There are many visits at once. Wait some minutes and try again.',
    strange: 'Something answered that is not this service. It was not sent. Try another network.',
  },
};
