// Draws images/icon.png from images/icon.svg with Chromium: node scripts/icon.mjs [CHROMIUM]
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const images = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'images');
const browser = await chromium.launch({ executablePath: process.argv[2] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
await page.setContent(`<style>* { margin: 0; background: transparent }</style>${readFileSync(path.join(images, 'icon.svg'), 'utf8')}`);
await page.screenshot({ path: path.join(images, 'icon.png'), omitBackground: true });
await browser.close();
