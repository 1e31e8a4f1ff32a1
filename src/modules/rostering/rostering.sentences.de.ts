/** For answers to requests. What is stored, such as the issues of an import, is said in English. */
export const german = {
  uploadTooLarge: 'Die Datei ist größer als {megabytes} MB (UPLOAD_LIMIT_MEGABYTES).',
  notMultipart: 'Senden Sie die Datei als multipart/form-data im Feld file.',
  fileRequired: '{field} muss eine Zip-Datei sein',
};
