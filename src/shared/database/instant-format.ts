/** For DATE_FORMAT, of instants that are selected within JSON or text: RFC 3339 in UTC, which `new Date` reads. */
export const INSTANT_FORMAT = '%Y-%m-%dT%H:%i:%s.%fZ';
