export { backUp, verify } from './back-up';
export { BackupError } from './backup-folder';
export { restore } from './restore';
