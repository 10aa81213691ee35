export { admitRequest, type ArrivingRequest } from './access.js';
export { ApiError } from './api-error.js';
export { databaseReadiness, type DatabaseReadinessOptions } from './database-readiness.js';
export { fastifySettings, httpServer, type ListeningApp } from './http-server.js';
export { decodeCursor, encodeCursor, listOf, pageFields, pageOf, type Page } from './list.js';
export { openApiDocument, type Operation } from './openapi.js';
export { parseInput } from './parse-input.js';
export { problemAnswer, type ProblemAnswer } from './problem-answer.js';
