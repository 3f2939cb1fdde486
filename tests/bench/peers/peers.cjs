// Reads the times of bench/times.tsv with one of the peers: node peers.cjs chrono|recognizers FILE ROUNDS
// Prints a JSON object: texts a second of each round, and for each text the starts that the peer puts forward.
// Models are built once and warmed by one round that is not counted.
const fs = require('fs');

const [, , peer, file, rounds] = process.argv;
const reference = new Date(2024, 1, 20, 17, 45);
const rows = fs.readFileSync(file, 'utf8').split('\n').filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split('\t')).map(([language, text]) => ({ language, text }));

const two = (n) => String(n).padStart(2, '0');
const wall = (d) => `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`;

function chronoReader() {
    const chrono = require('chrono-node');
    const options = { forwardDate: true };
    const read = { en: chrono.en, zh: chrono.zh.hans };
    return ({ language, text }) => read[language].parse(text, reference, options).map((found) => wall(found.start.date()));
}

function recognizersReader() {
    const { DateTimeRecognizer } = require('@microsoft/recognizers-text-date-time');
    const models = {
        en: new DateTimeRecognizer('en-us').getDateTimeModel(),
        zh: new DateTimeRecognizer('zh-cn').getDateTimeModel(),
    };
    const start = (value) => {
        const text = value.start || value.value || '';
        return text.length === 10 ? `${text}T00:00` : text.length === 8 ? `2024-02-20T${text.slice(0, 5)}` : text.replace(' ', 'T').slice(0, 16);
    };
    return ({ language, text }) => models[language].parse(text, reference)
        .flatMap((found) => ((found.resolution && found.resolution.values) || []).map(start));
}

const read = peer === 'chrono' ? chronoReader() : recognizersReader();
const starts = rows.map(read);
const rates = [];
for (let round = 0; round < Number(rounds); round++) {
    const began = process.hrtime.bigint();
    let done = 0;
    while (process.hrtime.bigint() - began < 500000000n) {
        read(rows[done % rows.length]);
        done++;
    }
    rates.push(done / (Number(process.hrtime.bigint() - began) / 1e9));
}
console.log(JSON.stringify({ rates, starts }));
