export { createFraudService, type FraudService } from './fraud-service.js';
