module.exports = { ...require('../../jest.preset.cjs'), displayName: 'ledger-projection' };
