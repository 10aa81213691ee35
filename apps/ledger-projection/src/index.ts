export { createProjectionService, type ProjectionService } from './projection-service.js';
