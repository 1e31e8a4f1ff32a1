/** The sentences about files in German. */
export const german = {
  noFile: 'Diese Datei gibt es nicht, oder sie ist für Sie nicht zugänglich.',
  tooLarge: 'Die Datei ist größer als {megabytes, number} MB, das Höchstmaß für eine Datei.',
  wrongType:
    'Der Inhalt der Datei ist von keiner hier zulässigen Art. Zulässig sind: {types}. Der Name der Datei zählt nicht.',
  noUpload:
    'Diesen Upload gibt es nicht: Er wurde nie begonnen, abgebrochen, ist abgelaufen oder gehört Ihnen nicht. Beginnen Sie einen neuen.',
  otherOffset:
    'Der Upload endet nicht, wo dieses Stück beginnt, oder eine andere Anfrage sendet diesen Teil. Fragen Sie mit HEAD nach seinem Upload-Offset und senden Sie, was darauf folgt.',
  finishing: 'Der Upload ist vollständig, und die Datei wird gerade angelegt. Fragen Sie gleich noch einmal.',
  tooManyPixels:
    'Das Bild hat mehr als {megapixels, number} Millionen Bildpunkte. Verkleinern Sie es, und laden Sie es dann hoch.',
  storageFull: 'Für Dateien ist kein Platz mehr; es wurde nichts gespeichert.',
  infected: 'Der Virenscanner fand {found} in der Datei. Sie wurde nicht gespeichert.',
  scannerAway:
    'Dateien werden auf Viren geprüft, bevor sie gespeichert werden, und der Scanner ist gerade nicht erreichbar. Versuchen Sie es gleich noch einmal.',
  storageAway: 'Der Speicher für Dateien ist gerade nicht erreichbar. Versuchen Sie es gleich noch einmal.',
  linkInvalid: 'Dieser Link stammt nicht von diesem Server oder wurde verändert.',
  linkExpired: 'Dieser Link ist abgelaufen. Rufen Sie die Datei neu ab, um einen neuen zu erhalten.',
};
