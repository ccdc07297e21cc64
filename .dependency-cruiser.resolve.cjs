/** Imports are written `./x.js` and found in `./x.ts`. */
module.exports = {
  resolve: {
    extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    extensionAlias: { '.js': ['.ts', '.tsx', '.js'] },
  },
};
