const swc = syntax => [
  '@swc/jest',
  {
    jsc: { target: 'es2023', parser: { syntax } },
    module: { type: 'commonjs', ignoreDynamic: true },
  },
]

// Packages that ship ES modules only and are required by packages that do not. Node loads them; Jest must
// translate them first.
const modulesOnly = ['@scure', '@noble']

module.exports = {
  testEnvironment: 'node',
  restoreMocks: true,
  maxWorkers: 2,
  // What suites leave behind in a worker adds up: after three hundred of them its heap was full. A new one begins then.
  workerIdleMemoryLimit: '1200MB',
  // No test waits for a time: this only ends one that hangs, on a machine many times slower than this one.
  testTimeout: 300_000,
  roots: ['<rootDir>/tests'],
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  globalSetup: '<rootDir>/tests/support/global-setup.ts',
  globalTeardown: '<rootDir>/tests/support/global-teardown.ts',
  transform: {
    '^.+\\.ts$': swc('typescript'),
    [`/node_modules/(${modulesOnly.join('|')})/.+\\.js$`]: swc('ecmascript'),
  },
  transformIgnorePatterns: [`/node_modules/(?!(${modulesOnly.join('|')})/)`],
}
