export { isTagText, Tags } from '../../../../shared/http/tags-field';
