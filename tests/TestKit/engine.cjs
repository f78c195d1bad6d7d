// Answers queries by an engine that reads Parquet: `node engine.cjs duckdb|clickhouse`, queries as a JSON array on standard input,
// answers as a JSON array of arrays of rows, with the milliseconds that each took. Numbers of 64 bits are texts.
const queries = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));

async function timed(ask) {
    const began = performance.now();
    const rows = await ask();
    return { rows, took: performance.now() - began };
}

async function duckdb() {
    const { DuckDBInstance } = require('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const answers = [];
    for (const query of queries)
        answers.push(await timed(async () => (await connection.runAndReadAll(query)).getRowObjectsJson()));
    return answers;
}

async function clickhouse() {
    const { Session } = require('chdb');
    const session = new Session();
    try {
        session.query('SET output_format_json_quote_64bit_integers = 1');
        const answers = [];
        for (const query of queries)
            answers.push(await timed(() => (session.query(query, 'JSONEachRow') || '').split('\n').filter(line => line).map(line => JSON.parse(line))));
        return answers;
    } finally {
        session.cleanup();
    }
}

({ duckdb, clickhouse })[process.argv[2]]().then(
    answers => process.stdout.write(JSON.stringify(answers), () => process.exit(0)),
    error => process.stderr.write(String(error && error.message || error) + '\n', () => process.exit(1)));
