/**
 * Peru's 196 provinces by UBIGEO in INEI's numbering (4 digits): a line for each department, its provinces in the order of
 * their codes. The numbers run without gaps: the first province of department 01 is 0101.
 */
const PROVINCE_LINES = `
01 Chachapoyas|Bagua|Bongará|Condorcanqui|Luya|Rodríguez de Mendoza|Utcubamba
02 Huaraz|Aija|Antonio Raymondi|Asunción|Bolognesi|Carhuaz|Carlos Fermín Fitzcarrald|Casma|Corongo|Huari|Huarmey|Huaylas|Mariscal Luzuriaga|Ocros|Pallasca|Pomabamba|Recuay|Santa|Sihuas|Yungay
03 Abancay|Andahuaylas|Antabamba|Aymaraes|Cotabambas|Chincheros|Grau
04 Arequipa|Camaná|Caravelí|Castilla|Caylloma|Condesuyos|Islay|La Unión
05 Huamanga|Cangallo|Huanca Sancos|Huanta|La Mar|Lucanas|Parinacochas|Páucar del Sara Sara|Sucre|Víctor Fajardo|Vilcas Huamán
06 Cajamarca|Cajabamba|Celendín|Chota|Contumazá|Cutervo|Hualgayoc|Jaén|San Ignacio|San Marcos|San Miguel|San Pablo|Santa Cruz
07 Callao
08 Cusco|Acomayo|Anta|Calca|Canas|Canchis|Chumbivilcas|Espinar|La Convención|Paruro|Paucartambo|Quispicanchi|Urubamba
09 Huancavelica|Acobamba|Angaraes|Castrovirreyna|Churcampa|Huaytará|Tayacaja
10 Huánuco|Ambo|Dos de Mayo|Huacaybamba|Huamalíes|Leoncio Prado|Marañón|Pachitea|Puerto Inca|Lauricocha|Yarowilca
11 Ica|Chincha|Nasca|Palpa|Pisco
12 Huancayo|Concepción|Chanchamayo|Jauja|Junín|Satipo|Tarma|Yauli|Chupaca
13 Trujillo|Ascope|Bolívar|Chepén|Julcán|Otuzco|Pacasmayo|Pataz|Sánchez Carrión|Santiago de Chuco|Gran Chimú|Virú
14 Chiclayo|Ferreñafe|Lambayeque
15 Lima|Barranca|Cajatambo|Canta|Cañete|Huaral|Huarochirí|Huaura|Oyón|Yauyos
16 Maynas|Alto Amazonas|Loreto|Mariscal Ramón Castilla|Requena|Ucayali|Datem del Marañón|Putumayo
17 Tambopata|Manu|Tahuamanu
18 Mariscal Nieto|General Sánchez Cerro|Ilo
19 Pasco|Daniel Alcides Carrión|Oxapampa
20 Piura|Ayabaca|Huancabamba|Morropón|Paita|Sullana|Talara|Sechura
21 Puno|Azángaro|Carabaya|Chucuito|El Collao|Huancané|Lampa|Melgar|Moho|San Antonio de Putina|San Román|Sandia|Yunguyo
22 Moyobamba|Bellavista|El Dorado|Huallaga|Lamas|Mariscal Cáceres|Picota|Rioja|San Martín|Tocache
23 Tacna|Candarave|Jorge Basadre|Tarata
24 Tumbes|Contralmirante Villar|Zarumilla
25 Coronel Portillo|Atalaya|Padre Abad|Purús
`;

export interface Province {
  readonly code: string;
  readonly name: string;
}

export const PROVINCES: readonly Province[] = PROVINCE_LINES.trim()
  .split('\n')
  .flatMap((line) =>
    line
      .slice(3)
      .split('|')
      .map((name, at) => ({ code: line.slice(0, 2) + String(at + 1).padStart(2, '0'), name })),
  );
