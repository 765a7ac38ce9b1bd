import type { FilesText } from './es.js';

export const pt: FilesText = {
  title: 'Sua voz, fotos ou outros arquivos',
  lead: 'Uma gravação sozinha também é um relato. Tudo é trancado neste telefone antes de sair.',
  record: 'Gravar minha voz',
  recordMasked: 'Gravar com a voz mudada',
  maskHelp:
    'A voz mudada soa diferente, mas não é perfeita: quem conhece você bem pode reconhecer seu jeito de falar, e alguém com aparelhos pode desfazer parte da mudança. Não diga seu nome.',
  recording: (seconds) => `Gravando: ${seconds}`,
  level: 'Se o som está forte',
  stop: 'Terminar',
  hear: 'Escute antes de mandar',
  remove: 'Tirar',
  noMicrophone:
    'Não foi possível usar o microfone. Você pode escrever, ou escolher uma gravação que já tenha.',
  longest: 'Chegou a dez minutos. Você pode gravar outra.',
  photo: 'Escolher fotos',
  other: 'Escolher vídeos ou documentos',
  stripped: 'Da foto foi feita uma cópia sem o lugar nem o telefone com que foi tirada. A cópia é mandada.',
  notStripped:
    'Deste arquivo não foi possível tirar o que ele diz do lugar e do aparelho. Se for mandado, vai inteiro, e só a equipe lê.',
  keepOriginal: 'Mandar também a foto original',
  keepOriginalHelp:
    'Serve de prova. Vai trancada à parte: só abre se pessoas de várias organizações estiverem de acordo.',
  voice: 'Gravação',
  voiceMasked: 'Gravação com a voz mudada',
  image: 'Foto',
  video: 'Vídeo',
  document: 'Documento',
  size: (size, time) => `${size}. Com sinal fraco (2G) leva uns ${time}.`,
  total: (size, time) => `No total ${size}: com sinal fraco, uns ${time}.`,
  after: 'O relato sai primeiro; os arquivos vão depois. Se cair, continuam de onde pararam.',
  tooMany: (most) => `Cabem ${most} arquivos.`,
  tooLong: 'Esse arquivo é grande demais: o máximo é 256 MB.',
  seconds: (count) => `${String(count)} segundos`,
  minutes: (count) => (count === 1 ? '1 minuto' : `${String(count)} minutos`),
  hours: (count) => (count === 1 ? '1 hora' : `${String(count)} horas`),
};
