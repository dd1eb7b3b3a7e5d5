import manifest from '../../package.json' with { type: 'json' };

/** Name and version as they go into packages: PDF producer, bag-info.txt. */
export const SOFTWARE_AGENT = `sohoa ${manifest.version}`;
