/** One measurement, in a process that can be broken without the others. Writes a report as JSON. */
const [name, form] = process.argv.slice(2);
const { measure } = await import(new URL(`./measurements/${name}.mjs`, import.meta.url).href);
process.stdout.write(JSON.stringify(await measure(form)));
