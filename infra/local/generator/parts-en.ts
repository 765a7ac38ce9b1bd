/** English, as a companion of an organisation writes it down. */
import { capital, type Parts } from './parts.js';

export const EN: Parts = {
  whens: {
    now: [
      ['An hour ago', 1],
      ['Early this morning', 8],
    ],
    '72h': [
      ['Last night', 14],
      ['The day before yesterday', 50],
    ],
    recent: [
      ['A few days ago', 110],
      ['Last week', 150],
    ],
    past: [
      ['Three months ago', 2_200],
      ['Last year', 9_000],
    ],
    unknown: [['On a day that nobody wrote down', null]],
  },
  openings: {
    self: ['I write as if this were about somebody else, because I share this computer.', ''],
    'third-party': [
      'I pass this on for people who cannot write.',
      'I was asked to write this down in English.',
    ],
    radio: ['This came over the radio, without names.'],
    collective: ['The assembly asked me to send this.'],
  },
  facts: {
    'death-threat': [
      ({ when, men, who, matter }) =>
        `${when} ${men} came to the house of ${who}. They said that whoever goes on about ${matter} will not see the next flood.`,
      ({ when, who }) => `${when} a note lay under the door of ${who}: a name, a date and a cross.`,
    ],
    threat: [
      ({ when, men, community, matter }) =>
        `${when} ${men} walked into the meeting in ${community} and told people to stop asking about ${matter}.`,
    ],
    shots: [
      ({ when, who, community }) =>
        `${when} somebody fired at the boat of ${who} near ${community}. Nobody died; one person is wounded.`,
    ],
    followed: [
      ({ when, who }) => `${when} a motorbike without plates followed ${who} from the port to the house.`,
    ],
    smear: [
      ({ when, who }) =>
        `${when} messages went round with a photograph of ${who}: against progress, they say, and paid from abroad.`,
    ],
    prosecuted: [
      ({ when, who, matter }) =>
        `${when} a summons came: ${who} is accused of disorder at the assembly about ${matter}.`,
    ],
    invasion: [
      ({ when, men, community, several }) =>
        `${when} ${men} entered the upper part of ${community} and cut a trail. There are about ${String(several + 9)} of them.`,
    ],
    harm: [
      ({ when, community }) =>
        `${when} the stream ran thick and smelled of fuel. In ${community} nobody can drink or fish.`,
    ],
    inside: [
      ({ when }) =>
        `${when} a director of our own organisation harassed a colleague again. He said that without him there is no project for her.`,
    ],
    killed: [
      ({ when, who, community }) =>
        `${when} ${who} was killed near ${community}, on the way back from the field.`,
    ],
    detained: [
      ({ when, who }) => `${when} police took ${who} away and showed no order. They do not say where to.`,
    ],
    'driven-out': [
      ({ when, community, men, several }) =>
        `${when} ${String(several)} families left ${community} with what they could carry. ${capital(men)} had burned two houses.`,
    ],
    taken: [
      ({ when, men, who }) => `${when} ${men} took ${who} away in a boat. There has been no word since.`,
    ],
  },
  still: ['They are still near.', 'They said they would be back before dark.'],
  raised: {
    PRIOR_THREAT: ['There had been warnings before.'],
    PRIOR_KILLING: ['In this same area a defender was lost before.'],
    CHILDREN: ['There are children in the house.'],
    ISOLATION: ['There is no signal; it is two days by boat.'],
    FAILED_MEASURE: ['Protection was asked for months ago and nobody came.'],
    HEARING_PENDING: ['The hearing is soon.'],
    GENDER: ['They say things to her that they would not say to a man.'],
    PIACI: ['People who do not want contact walk there.'],
    OTHER: ['One person is ill and cannot be moved.'],
  },
  asks: {
    CS_LEGAL: 'A lawyer who knows such cases is needed.',
    CS_RELOCATION: 'They ask for a place for some weeks.',
    CS_HUMANITARIAN: 'Blankets, food and tarpaulins are missing.',
    UM_A: 'They have to get out of there.',
    UM_B: 'They ask for protection, today.',
  },
  again: ['Others will have told you already; to be sure.', 'I was there and confirm it.'],
  told: (language) => `(Told in ${language}; written down by the sender.)`,
};
