export const german = {
  usernameCharacters: "{field} darf nur Buchstaben, Ziffern und . _ @ + ' - enthalten",
  locale: '{field} muss ein Sprachkürzel wie de-AT sein',
  timeZone: '{field} muss eine IANA-Zeitzone wie Europe/Berlin sein',
  mailSent: 'Wenn die Adresse Mails von uns empfangen kann, ist eine Mail unterwegs.',
  weakPassword: 'Wählen Sie ein anderes Passwort: {faults}.',

  confirmationSubject: 'Bestätigen Sie Ihre E-Mail-Adresse',
  confirmationText: `Jemand, vermutlich Sie, hat sich unter {publicUrl} mit dieser E-Mail-Adresse registriert.

Um das Konto zu eröffnen, folgen Sie innerhalb von 24 Stunden diesem Link:

{link}

Falls Sie nach einem Token gefragt werden, lautet es:

{token}

Falls Sie es nicht waren, tun Sie nichts: Ohne den Link entsteht kein Konto.
`,
  accountExistsSubject: 'Sie haben bereits ein Konto',
  accountExistsText: `Jemand, vermutlich Sie, wollte sich unter {publicUrl} mit dieser E-Mail-Adresse registrieren, für die es
bereits ein Konto gibt. Melden Sie sich damit an; falls Sie das Passwort vergessen haben, fordern Sie dort ein neues an.

Falls Sie es nicht waren, tun Sie nichts: Es wurde nichts geändert.
`,
  passwordResetSubject: 'Wählen Sie ein neues Passwort',
  passwordResetText: `Jemand, vermutlich Sie, hat für Ihr Konto „{username}“ ein neues Passwort angefordert.

Um es zu wählen, öffnen Sie innerhalb einer Stunde:

{link}

Falls Sie nach einem Token gefragt werden, lautet es:

{token}

Falls Sie es nicht waren, tun Sie nichts: Ihr Passwort bleibt, wie es ist.
`,
  passwordChangedSubject: 'Ihr Passwort wurde geändert',
  passwordChangedText: `Das Passwort Ihres Kontos „{username}“ wurde gerade geändert, und andere Geräte wurden abgemeldet.

Falls Sie es nicht waren, fordern Sie sofort ein neues Passwort an oder wenden Sie sich an Ihre Schule.
`,
};
