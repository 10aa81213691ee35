/** What other projects may know of this process: the document of its API, for what is generated from it. */
export { API_VERSION, openApiDocument } from './http/openapi.js';
