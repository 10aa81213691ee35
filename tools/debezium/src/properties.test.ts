import { propertiesText } from './properties.js';

it('escapes what the format would read as something else', () => {
  expect(propertiesText({ 'a.b': 'x=y:z', 'odd name': ' lead\\ing\nüber' })).toBe(
    'a.b=x=y:z\nodd\\ name=\\ lead\\\\ing\\n\\u00fcber\n',
  );
});
