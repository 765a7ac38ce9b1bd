/**
 * What protected a report on its way in, shown to the reporter before sending. It comes from the signed directory
 * by the verified channel, never from the sender's word, and it limits what a reply may contain.
 */
import { type CodeList, type CodeOf } from '../entry.js';

export const CHANNEL_ASSURANCES = [
  {
    code: 'E2EE_WEB',
    es: 'Cifrado de extremo a extremo, página web',
    en: 'End-to-end encrypted, web page',
    pt: 'Criptografado de ponta a ponta, página web',
  },
  {
    code: 'E2EE_APP',
    es: 'Cifrado de extremo a extremo, programa instalado',
    en: 'End-to-end encrypted, installed program',
    pt: 'Criptografado de ponta a ponta, programa instalado',
  },
  {
    code: 'CARRIED',
    es: 'Archivo sellado llevado a mano',
    en: 'Sealed file carried by hand',
    pt: 'Arquivo lacrado levado em mãos',
  },
  {
    code: 'RELAY',
    es: 'Sellado por una organización intermediaria',
    en: 'Sealed by a relaying organisation',
    pt: 'Lacrado por uma organização intermediária',
  },
  {
    code: 'ASSISTED',
    es: 'Una persona de confianza lo escribió',
    en: 'Written down by a trusted person',
    pt: 'Uma pessoa de confiança escreveu',
  },
  {
    code: 'FORM_PLAIN',
    es: 'Formulario sin cifrado de extremo a extremo',
    en: 'Form, not end-to-end encrypted',
    pt: 'Formulário sem criptografia de ponta a ponta',
  },
  {
    code: 'CHAT_PLAIN',
    es: 'Mensajería sin cifrado hasta la plataforma',
    en: 'Chat, not encrypted up to the platform',
    pt: 'Mensageiro sem criptografia até a plataforma',
  },
  { code: 'SMS_PLAIN', es: 'SMS sin cifrar', en: 'Plain SMS', pt: 'SMS sem criptografia' },
  { code: 'EMAIL_PLAIN', es: 'Correo sin cifrar', en: 'Plain e-mail', pt: 'E-mail sem criptografia' },
  {
    code: 'VOICE_PLAIN',
    es: 'Llamada o radio sin cifrar',
    en: 'Plain call or radio',
    pt: 'Ligação ou rádio sem criptografia',
  },
  { code: 'OTHER', es: 'Otro canal', en: 'Other channel', pt: 'Outro canal' },
  { code: 'UNKNOWN', es: 'Canal no verificado', en: 'Channel not verified', pt: 'Canal não verificado' },
] as const satisfies CodeList;

export type ChannelAssurance = CodeOf<typeof CHANNEL_ASSURANCES>;
