import type { TalkText } from './es.js';

export const pt: TalkText = {
  words: {
    title: 'Suas doze palavras',
    lead: 'Escreva em ordem, com espaços entre elas. Maiúsculas e acentos não importam.',
    label: 'As doze palavras',
    suggest: 'Palavras que começam assim',
    code: 'Seu código',
    codeHelp: 'Só se escolheu um ao mandar seu relato. Se não, deixe vazio.',
    open: 'Ver se há resposta',
    opening: 'Procurando…',
    count: (have: number) => `São doze palavras; aqui há ${String(have)}.`,
    unknown: (place: number, suggestions: string) =>
      suggestions === ''
        ? `A palavra ${String(place)} não está na lista. Olhe de novo.`
        : `A palavra ${String(place)} não está na lista. Pode ser: ${suggestions}.`,
    checksum:
      'Cada palavra existe, mas juntas não abrem nada. Uma está trocada, ou duas estão em outra ordem.',
    seen: 'Quem vigia a rede pode ver que alguém usa este serviço, mas não o que lê nem o que escreve. Olhar é igual com resposta ou sem ela.',
  },
  conversation: {
    title: 'Respostas',
    none: 'Ainda não há resposta. Volte quando puder: olhar de novo não incomoda ninguém.',
    noneCode: 'Se esperava uma resposta, confira se as palavras e o código são os seus.',
    from: 'A equipe diz:',
    status: {
      received: 'Recebemos seu relato.',
      reading: 'Pessoas da equipe estão lendo.',
      acting: 'Estamos agindo.',
      closed: 'Terminamos este trabalho. Você ainda pode escrever.',
    },
    choose: 'Toque em uma resposta:',
    answered: (choice: string) => `Você respondeu: ${choice}`,
    read: 'Dizer que já li',
    add: 'Contar mais alguma coisa que aconteceu',
    addHelp: 'Chega como um relato novo e chama as pessoas de plantão. A equipe sabe que é seu.',
    note: 'Mandar uma mensagem sem pressa',
    sharing: 'Mudar quem pode saber, ou pedir que parem',
    look: 'Olhar de novo',
    leave: 'Terminar',
  },
  note: {
    title: 'Uma mensagem para a equipe',
    lead: 'Eles leem quando abrirem seu relato. Se há perigo, use «Contar mais alguma coisa que aconteceu».',
    label: 'Sua mensagem',
    send: 'Mandar',
  },
  facts: {
    send: 'Trancar e mandar',
    keepLead:
      'As palavras não lembram quem você quis deixar de fora da outra vez. Marque de novo, ou pode chegar até eles.',
    guarded: 'Vai para a mesma equipe que respondeu: a de casos internos.',
    nobodyMore: 'Só a equipe que recebe os relatos lê. Não chega a mais ninguém.',
    received: 'Chegou. Uma pessoa vai abrir.',
    kept: 'Não saiu: não há sinal, ou ninguém responde. Está só nesta página; não feche.',
    notEnough: 'Falta contar o que aconteceu.',
  },
  sharing: {
    title: 'Quem pode saber agora?',
    lead: 'O que disser aqui conta mais do que disse antes. Compartilhar menos vale logo; compartilhar mais, desde que a equipe leia. O que já foi compartilhado não pode ser apagado de onde está.',
    change: 'Mudar o que pode ser compartilhado',
    tiers: {
      T2: 'A rede de aliados',
      T3: 'Autoridades ou organismos, com reserva',
      T4: 'Para contar casos, sem nomes',
    },
    nobody: 'Se não marcar nada: só a equipe.',
    send: 'Mandar esta mudança',
    withdraw: 'Pedir que parem',
    withdrawSharing: 'Que não contem a mais ninguém',
    withdrawEverything: 'Que parem com tudo: não quero continuar',
    honest:
      'Os avisos automáticos a aliados param em dois minutos, sem que ninguém precise ler isto. Quem já recebeu um aviso e disse que ajuda, sabe. A equipe guarda seu relato.',
  },
  sent: {
    said: 'Chegou. A equipe vai ver quando abrir seu relato.',
    tooLong: 'É longo demais. Encurte um pouco.',
    noSignal: 'Não há sinal, ou ninguém responde. Não foi mandado. Tente de novo.',
    later: 'Há muitas visitas ao mesmo tempo. Espere alguns minutos e tente de novo.',
    strange: 'Respondeu algo que não é deste serviço. Não foi mandado. Tente por outra rede.',
  },
};
