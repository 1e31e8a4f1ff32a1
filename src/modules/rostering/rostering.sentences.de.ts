/** For answers to requests. What is stored, such as the issues of an import, is said in English. */
export const german = {
  uploadTooLarge: 'Die Datei ist größer als {megabytes} MB (UPLOAD_LIMIT_MEGABYTES).',
  notMultipart: 'Senden Sie die Datei als multipart/form-data im Feld file.',
  fileRequired: '{field} muss eine Zip-Datei sein',
  oneCourseAtLeast: '{field} muss einen Kurs nennen; ohne {field} ist es die ganze Schule',
  twoScopes: 'Nennen Sie entweder Kurse oder einen Zeitraum.',
  noSuchTerm: 'Es gibt keinen Zeitraum mit dieser Kennung.',
  noSuchCourse: 'Einen der Kurse gibt es nicht.',
  exportNotReady: 'Die Datei ist noch nicht fertig. Warten Sie, bis der Vorgang den Status succeeded hat.',
  spoolUnavailable:
    'Die Datei kann gerade nicht geschrieben werden, weil die Festplatte des Servers nichts annimmt. Versuchen Sie es in einer Minute noch einmal.',
  exportGone: 'Die Datei wird 7 Tage lang aufbewahrt; sie sind vorbei. Starten Sie einen neuen Export.',
};
