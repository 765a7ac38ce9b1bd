/** Portuguese of the border: fewer sentences, the same care. */
import { capital, type Parts } from './parts.js';

const of = (noun: string): string => (/^(o|a|os|as) /.test(noun) ? `d${noun}` : `de ${noun}`);
const a = (noun: string): string =>
  noun.startsWith('o ') ? `a${noun}` : noun.startsWith('a ') ? `à${noun.slice(1)}` : `a ${noun}`;

export const PT: Parts = {
  whens: {
    now: [
      ['Faz uma hora', 1],
      ['Hoje cedo', 8],
    ],
    '72h': [
      ['Ontem à noite', 14],
      ['Anteontem', 50],
    ],
    recent: [
      ['Há alguns dias', 110],
      ['Na semana passada', 150],
    ],
    past: [
      ['Há três meses', 2_200],
      ['No ano passado', 9_000],
    ],
    unknown: [['Num dia que não sabemos dizer', null]],
  },
  openings: {
    self: [
      'Conto o que está acontecendo comigo, como se fosse com outra pessoa, porque o celular é de todos.',
      '',
    ],
    'third-party': ['Aviso por quem não pode escrever.', ''],
    radio: ['Repasso o que veio pelo rádio, sem nomes.'],
    collective: ['A assembleia decidiu informar o seguinte.'],
  },
  facts: {
    'death-threat': [
      ({ when, men, who, matter }) =>
        `${when} ${men} foram até a casa ${of(who)}. Disseram que, se continuar falando ${of(matter)}, não passa deste mês.`,
      ({ when, who }) => `${when} deixaram um bilhete na porta ${of(who)}, com o nome, uma data e uma cruz.`,
    ],
    threat: [
      ({ when, men, community, matter }) =>
        `${when} ${men} entraram na reunião de ${community} e mandaram parar de perguntar sobre ${matter}.`,
      ({ when, who }) => `${when} avisaram ${a(who)} que é melhor não voltar ao ramal.`,
    ],
    shots: [
      ({ when, who }) =>
        `${when} atiraram contra o barco em que viajava ${who}. Ninguém morreu; há uma pessoa ferida.`,
    ],
    followed: [
      ({ when, who }) => `${when} uma moto sem placa seguiu ${who} do porto até em casa.`,
      ({ when, community }) => `${when} um drone voou baixo sobre ${community} durante a assembleia.`,
    ],
    smear: [
      ({ when, who }) =>
        `${when} espalharam mensagens com a foto ${of(who)}, dizendo que é contra o progresso.`,
    ],
    prosecuted: [
      ({ when, who, matter }) =>
        `${when} chegou a intimação: acusam ${who} por causa da assembleia sobre ${matter}.`,
    ],
    invasion: [
      ({ when, men, community, several }) =>
        `${when} entraram ${men} na cabeceira de ${community}. São uns ${String(several + 9)}, com motosserras.`,
      ({ when, who }) =>
        `${when} acharam acampamentos dentro da terra: lonas azuis e combustível. ${capital(who)} viu.`,
    ],
    harm: [
      ({ when, community }) =>
        `${when} a água do igarapé desceu turva. Em ${community} não dá para beber nem pescar.`,
    ],
    inside: [
      ({ when }) =>
        `${when} um dirigente da nossa própria organização voltou a assediar uma companheira. Disse que sem ele não há projeto para ela.`,
    ],
    killed: [({ when, who, community }) => `${when} mataram ${who} perto de ${community}. Voltava da roça.`],
    detained: [({ when, who }) => `${when} policiais levaram ${who} sem mostrar ordem. Não dizem para onde.`],
    'driven-out': [
      ({ when, community, several }) =>
        `${when} ${String(several)} famílias de ${community} saíram com o que podiam carregar.`,
    ],
    taken: [({ when, men, who }) => `${when} ${men} levaram ${who} num barco. Não há notícia desde então.`],
  },
  still: ['Ainda estão por perto.', 'Disseram que voltam antes de escurecer.'],
  raised: {
    PRIOR_THREAT: ['Já tinham avisado antes.'],
    PRIOR_KILLING: ['Nesta mesma área já perdemos um companheiro.'],
    CHILDREN: ['Há crianças na casa.'],
    ISOLATION: ['Aqui não há sinal; isto vai com quem desce o rio.'],
    FAILED_MEASURE: ['Pedimos proteção há meses e não veio ninguém.'],
    HEARING_PENDING: ['A audiência é em breve.'],
    GENDER: ['O que dizem a ela não diriam a um homem.'],
    PIACI: ['Por ali andam os parentes que não querem contato.'],
    OTHER: ['Há uma pessoa doente que não pode andar.'],
  },
  asks: {
    CS_LEGAL: 'Precisamos de um advogado que conheça estes casos.',
    CS_RELOCATION: 'Pedem um lugar para ficar umas semanas.',
    CS_HUMANITARIAN: 'Faltam cobertores, comida e lonas.',
    CS_COMMS: 'O rádio quebrou; com outro poderíamos avisar.',
    CS_MEDICAL_PSYCHO: 'Ninguém dorme; faz falta com quem conversar.',
    CS_ACCOMPANIMENT: 'Que alguém acompanhe a próxima reunião.',
    UM_A: 'É preciso tirá-los de lá.',
    UM_B: 'Pedimos proteção, hoje.',
    PM_H: 'Que fiscalizem antes que escondam.',
  },
  again: ['Outros já devem ter contado; por via das dúvidas.', 'Eu estava lá e confirmo.'],
  told: (language) => `(Contado em ${language}; transcrito por quem envia.)`,
};
