export const german = {
  invalidRequest:
    'Die Anfrage hat {count, plural, one {1 Fehler} other {# Fehler}}: {faults}{more, plural, =0 {} other {; und # weitere}}.',

  unknownField: '{field} ist kein Feld dieser Anfrage',
  unknownParameter: '{field} ist kein Parameter dieses Aufrufs',
  noBody: 'Dieser Aufruf nimmt keinen Inhalt an',
  noBodyField: '{field} ist kein Feld dieser Anfrage, die keinen Inhalt annimmt',
  mustBeObject: '{field} muss ein Objekt sein',
  mustBeList: '{field} muss eine Liste sein',
  mustBeText: '{field} muss ein Text sein',
  mustBeInteger: '{field} muss eine ganze Zahl sein',
  mustBeBoolean: '{field} muss true oder false sein',
  required: '{field} fehlt',
  invalid: '{field} ist ungültig',
  mustBeOneOf: '{field} muss einer dieser Werte sein: {values}',
  mustBeEmailAddress: '{field} muss eine E-Mail-Adresse sein',
  atLeast: '{field} darf nicht kleiner als {least} sein',
  atMost: '{field} darf nicht größer als {most} sein',
  atMostItems: '{field} darf höchstens {most, plural, one {1 Eintrag} other {# Einträge}} haben',
  itemsUnique: '{field} darf keinen Eintrag zweimal enthalten',
  atLeastCharacters: '{field} muss mindestens {least, plural, one {1 Zeichen} other {# Zeichen}} haben',
  atMostCharacters: '{field} darf höchstens {most, plural, one {1 Zeichen} other {# Zeichen}} haben',
  atMostEscapedCharacters:
    '{field} darf höchstens {most, plural, one {1 Zeichen} other {# Zeichen}} haben, als Adresse mit kodierten Sonderzeichen geschrieben',
  visible: '{field} muss mindestens ein sichtbares Zeichen haben',
  uuid: '{field} muss eine UUID wie 01990000-0000-7000-8000-000000000000 sein',
  uuids: 'jeder Wert in {field} muss eine UUID wie 01990000-0000-7000-8000-000000000000 sein',
  httpsAddress: '{field} muss eine https-Adresse sein',
  day: '{field} muss ein Tag wie 2026-03-02 sein',
  timeZone: '{field} muss der IANA-Name einer Zeitzone sein, etwa Europe/Berlin',
  instant: '{field} muss ein Zeitpunkt mit Zeitverschiebung sein, etwa 2026-03-02T09:00:00Z',
  decimalFrom:
    '{field} muss eine Dezimalzahl als Text sein, von {least} bis {most}, mit höchstens {places, plural, one {1 Nachkommastelle} other {# Nachkommastellen}}, etwa "2.5"',
  decimalAbove:
    '{field} muss eine Dezimalzahl als Text sein, über {least} und höchstens {most}, mit höchstens {places, plural, one {1 Nachkommastelle} other {# Nachkommastellen}}, etwa "2.5"',

  invalidId: '{field} muss eine UUID sein.',
  cursor:
    'cursor muss das page.next einer früheren Antwort dieser Liste sein, mit denselben Filtern und derselben Sortierung.',
  cursorField: 'cursor muss das page.next einer früheren Antwort dieser Liste sein',
  malformedIfMatch:
    'If-Match muss das ETag einer früheren Antwort sein, z. B. "v3", mit Anführungszeichen; oder mehrere, durch Kommas getrennt; oder *.',
  malformedIfMatchField: 'If-Match muss das ETag einer früheren Antwort sein, mit Anführungszeichen',
  weakIfMatch:
    'If-Match nennt nur schwache ETags (W/"…"), und die passen auf nichts. Ein Proxy zwischen uns macht sie schwach, vermutlich durch Komprimieren: Senden Sie das ETag ohne W/, oder lassen Sie den Proxy es unverändert weitergeben.',
  stale:
    '{what, select, accommodation {Dieser Nachteilsausgleich} account {Dieses Konto} activity {Diese Aktivität} announcement {Die Ankündigung} comment {Dieser Kommentar} course {Dieser Kurs} exception {Diese Ausnahme} folder {Dieser Ordner} grade_rules {Dieses Regelwerk} group {Diese Gruppe} group_set {Diese Gruppeneinteilung} key {Dieser Schlüssel} line_item {Diese Notenspalte} marking_rule {Diese Bewertungsregel} outline {Diese Gliederung} question {Diese Frage} quiz {Dieses Quiz} remark_request {Dieser Antrag} result {Dieses Ergebnis} rubric {Dieses Bewertungsraster} school {Diese Schule} script {Diese Arbeit} section {Dieser Abschnitt} term {Dieser Zeitraum} other {Das}} wurde geändert, seit Sie es gelesen haben. Lesen Sie es noch einmal und senden Sie Ihre Änderung mit dem neuen ETag.',
  tags: '{field} muss eine Liste von höchstens {most} Schlagwörtern sein, jedes ein Text von 1 bis {longest} Zeichen mit einem Buchstaben, einer Ziffer oder einem Zeichen darin',
  keyInFlight: 'Die erste Anfrage mit diesem Idempotency-Key läuft noch. Fragen Sie gleich noch einmal.',
  keyReused:
    'Dieser Idempotency-Key wurde für eine andere Anfrage verwendet. Nehmen Sie für eine neue Anfrage einen neuen.',
  keyReusedField: 'Idempotency-Key wurde mit anderer Adresse, anderem Inhalt oder anderer Datei verwendet',
  malformedKey: 'Idempotency-Key muss aus 1 bis 255 druckbaren ASCII-Zeichen bestehen.',
  malformedKeyField: 'Idempotency-Key muss aus 1 bis 255 druckbaren ASCII-Zeichen bestehen',
  hostNeeded: 'Eine HTTP/1.1-Anfrage braucht einen Host-Header.',
  sendJson: 'Senden Sie den Inhalt als application/json.',
  tooDeep: 'Der Inhalt ist tiefer als {levels} Ebenen verschachtelt.',
  tooManyRequests: 'Zu viele Anfragen. Versuchen Sie es in {seconds} s noch einmal.',
};
