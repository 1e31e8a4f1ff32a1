export const german = {
  methodNotAllowed: 'Diese Adresse nimmt {allowed} an, nicht {method}.',
  unreadableAddress:
    'Die Adresse ist nicht lesbar: Jedes % darin muss ein prozentkodiertes UTF-8-Zeichen einleiten.',
  addressPartTooLong: 'Ein Teil der Adresse ist länger als jeder, den es gibt.',
  wrongContentType:
    'Dieser Aufruf nimmt keinen Inhalt mit diesem Content-Type an. Senden Sie application/json oder den Typ, den seine Beschreibung nennt.',
  bodyTooLarge: 'Der Inhalt ist größer, als dieser Server annimmt.',
  wrongContentLength: 'Der Inhalt ist nicht so lang, wie Content-Length angibt.',
  oneFileOnly: 'Senden Sie nur eine Datei.',
  tooManyParts: 'Das Formular hat zu viele Teile.',
  tooManyFields: 'Das Formular hat zu viele Felder.',
  malformedForm: 'Das Formular ist nicht lesbar: {reason}.',
  malformed: 'Die Anfrage ist nicht lesbar: {reason}.',
  noSuchRoute: 'Unter dieser Adresse gibt es nichts. GET /docs zeigt, welche es gibt.',
  refused: 'Die Anfrage wurde abgelehnt: {reason}.',
  notReady: 'Der Dienst ist noch nicht bereit. Versuchen Sie es gleich noch einmal.',
  duplicate: 'Das gibt es bereits.',
  serverError: 'Bei uns ist etwas schiefgegangen. In den Protokollen ist es unter der requestId zu finden.',
  busy: 'Die Datenbank ist ausgelastet oder nicht erreichbar; es wurde nichts geändert. Versuchen Sie es gleich noch einmal.',
  heavyReadsBusy:
    'Andere Berichte und Exporte werden gerade berechnet, dieser konnte nicht rechtzeitig beginnen. Versuchen Sie es in {seconds} s noch einmal.',
  clientGone: 'Der Client hat die Verbindung geschlossen, bevor die Antwort fertig war.',
  readOnly:
    'Die Datenbank nimmt zurzeit keine Änderungen an; es wurde nichts geändert. Versuchen Sie es gleich noch einmal.',
  storageFull:
    'Die Datenbank hat keinen Platz mehr; es wurde nichts geändert. Die Betreiber dieses Servers müssen Platz schaffen.',
  outcomeUnknown:
    'Die Verbindung zur Datenbank brach beim Speichern ab; die Änderung kann gespeichert sein oder nicht. Lesen Sie den jetzigen Stand, bevor Sie sie noch einmal senden, oder senden Sie sie mit demselben Idempotency-Key.',
  requestTooSlow: 'Die Anfrage kam nicht rechtzeitig an. Senden Sie sie noch einmal.',
  chunkExtensionsTooLarge: 'Die Chunk-Erweiterungen des Inhalts sind zu groß.',
  headersTooLarge: 'Adresse und Header sind zusammen zu groß; senden Sie höchstens 16 KB.',
  notHttp: 'Das ist keine wohlgeformte HTTP/1.1-Anfrage.',
  unsupportedExpectation: 'Als Wert von Expect erfüllt dieser Server nur 100-continue.',
};

export const germanTitles = {
  status400: 'Fehlerhafte Anfrage',
  status401: 'Nicht angemeldet',
  status403: 'Nicht erlaubt',
  status404: 'Nicht gefunden',
  status405: 'Methode nicht erlaubt',
  status408: 'Zeitüberschreitung der Anfrage',
  status409: 'Konflikt',
  status412: 'Vorbedingung nicht erfüllt',
  status413: 'Anfrage zu groß',
  status414: 'Adresse zu lang',
  status415: 'Inhaltstyp nicht unterstützt',
  status416: 'Bereich nicht lieferbar',
  status417: 'Erwartung nicht erfüllbar',
  status422: 'Nicht verarbeitbar',
  status423: 'Gesperrt',
  status429: 'Zu viele Anfragen',
  status431: 'Header zu groß',
  status460: 'Prüfsumme stimmt nicht',
  status500: 'Interner Fehler',
  status503: 'Dienst nicht verfügbar',
  status507: 'Kein Speicherplatz',
};
