import { catalog } from '../../../../../shared/sentences/sentence';

export const sentences = catalog('pictures', {
  pictureNeeded: '{field} must be an object with a picture',
  areaNeeded: '{field} must be an object of type circle, rectangle or polygon',
  noPicture: '{field} must name a picture',
  otherSize: '{field} must be {size}, as the picture has it',
  beyondPicture: '{field} must lie on the picture, which is {width} wide and {height} high',
  noArea: '{field} must enclose something',
  areaTwice: '{field} repeats an earlier one',
  sendPoints: '{field} must be a list of points, each with whole numbers x and y',
  sendPoint:
    '{field} must be a point on the picture: x from 0 to {width} and y from 0 to {height}, both whole numbers',
  tooManyPoints: '{field} must not have more than {most, plural, one {1 point} other {# points}}',
});
