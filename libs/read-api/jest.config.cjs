module.exports = { ...require('../../jest.preset.cjs'), displayName: 'read-api' };
