/** The whole way of a report, screen by screen, with a look at each. */
import type { FilesText } from '../../apps/intake/src/files/text/es.js';
import { begin, type Reporter } from './reporter.js';

export type Look = (name: string) => Promise<void>;

/** Its twelve words. */
export async function wholeWay(person: Reporter, files: FilesText, look: Look): Promise<readonly string[]> {
  const { text, page, pick, press, write, choose, open, at, onward } = person;
  await at(text.start.title);
  await press(text.start.begin);
  await look('01-start');
  await begin(person, 'own');
  await pick(text.danger.now);
  await look('02-danger');
  await onward();
  await at(text.teller.title);
  await pick(text.teller.collective);
  await look('03-teller');
  await onward();
  await at(text.acts.title);
  await look('04-acts');
  await open(text.actGroups.THREAT);
  await pick(text.actNames.THR_DEATH);
  await pick(text.actNames.SUR_PHYSICAL);
  await look('05-acts-open');
  await onward();
  await at(text.story.title);
  await write(text.story.label, 'Tres hombres con fusiles esperan en el puente desde anoche.');
  await look('06-story');
  await voiceAndPhoto(person, files, look);
  await onward();
  await at(text.when.title);
  await pick(text.when['72h']);
  await choose(text.when.year, String(new Date().getFullYear()));
  await look('07-when');
  await onward();
  await at(text.where.title);
  await choose(text.where.country, text.countries.PE);
  await choose(text.where.department, 'Ucayali');
  await choose(text.where.province, 'Atalaya');
  await look('08-where');
  await onward();
  await at(text.byWhom.title);
  await open(text.perpetratorGroups.illegal);
  await pick(text.perpetrators.IL_LOGGING);
  await look('09-by-whom');
  await open(text.perpetratorGroups.near);
  await pick(text.perpetrators.OWN_ORG);
  await page.getByRole('status').waitFor();
  await pick(text.perpetrators.IL_MINING);
  await look('10-own-organisation');
  await page.getByLabel(text.perpetrators.OWN_ORG, { exact: true }).uncheck();
  await onward();
  await at(text.raisers.title);
  await look('11-raisers');
  await onward();
  await at(text.needs.title);
  await look('12-needs');
  await onward();
  await at(text.sharing.title);
  await pick(text.sharing.tiers.T1);
  await look('13-sharing');
  await onward();
  await at(text.keepFrom.title);
  await look('14-keep-from');
  await onward();
  await at(text.contact.title);
  await pick(text.contact.given);
  await write(text.contact.name, 'Persona Inventada');
  await look('15-contact');
  await onward();
  await at(text.review.title);
  await page.getByRole('heading', { name: text.review.readers }).waitFor();
  await look('16-review');
  await press(text.review.send);
  await at(text.words.title);
  await page.getByText(text.delivery.arrived).waitFor();
  const words = await page.locator('.words li').allInnerTexts();
  await press(text.words.qr);
  await look('17-words');
  await press(text.words.next);
  await at(text.check.title);
  await press(text.check.confirm);
  await look('18-check');
  await press(text.check.without);
  await at(text.done.title);
  await look('19-done');
  await press(text.done.another);
  await at(text.start.title);
  await press(text.start.carry);
  await at(text.carry.title);
  await look('20-carry');
  await press(text.common.back);
  return words;
}

/** Recorded, drawn again, and shown with what it costs to send. */
async function voiceAndPhoto({ text, page, press }: Reporter, files: FilesText, look: Look): Promise<void> {
  await press(text.story.files);
  await page.getByText(files.lead).waitFor();
  await look('06a-files');
  await press(files.recordMasked);
  await page.getByRole('timer').filter({ hasText: '0:01' }).waitFor();
  await look('06b-recording');
  await press(files.stop);
  await page.getByText(files.voiceMasked, { exact: true }).waitFor();
  const buffer = await page.locator('body').screenshot();
  await page.locator('#pick-photos').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer });
  await page.getByText(files.image, { exact: true }).waitFor();
  await look('06c-files-given');
}

/** Where there is no signal: what the person sees of a sealed report that has not left, on a borrowed phone and on their own. */
export async function withoutSignal(person: Reporter, look: Look): Promise<void> {
  const { text, page, press, at } = person;
  await keepOne(person, 'shared', () => look('33-kept-words'));
  await look('34-kept');
  await page.context().setOffline(false);
  await page.getByText(text.delivery.received, { exact: true }).waitFor();
  await press(text.done.another);
  await keepOne(person, 'own');
  await press(text.done.another);
  await press(text.start.waiting(1));
  await at(text.waiting.title);
  await look('35-waiting');
  await press(text.waiting.send);
  await page.getByText(text.delivery.keptOwn).waitFor();
  await press(text.delivery.discard);
  await look('36-waiting-discard');
}

/** Told and sealed; the signal goes just before it is sent. */
async function keepOne(
  person: Reporter,
  device: 'own' | 'shared',
  atWords: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { text, page, press, write, at, onward } = person;
  await begin(person, device);
  for (let skipped = 0; skipped < 3; skipped += 1) await onward();
  await write(text.story.label, 'Tres hombres con fusiles.');
  await press(text.common.toReview);
  await page.getByRole('heading', { name: text.review.readers }).waitFor();
  await page.context().setOffline(true);
  await press(text.review.send);
  await page.getByText(text.delivery.keptLine).waitFor();
  await atWords();
  await press(text.words.next);
  await at(text.check.title);
  await press(text.check.without);
  await at(text.delivery.kept);
}
