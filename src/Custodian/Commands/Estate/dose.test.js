'use strict';

const test = require('node:test');
const assert = require('node:assert');
const { childDose, isAllergic } = require('../lib/dose');

test('a dose grows with the weight', () => assert.strictEqual(childDose(10, 12, 1000), 120));

test('a dose never exceeds the adult dose', () => assert.strictEqual(childDose(15, 90, 1000), 1000));

test('a dose is rounded down, never up', () => assert.strictEqual(childDose(0.33, 7, 1000), 2.3));

test('a weight of zero is refused', () => assert.throws(() => childDose(10, 0, 1000), RangeError));

test('an allergy is found in any letter case', () => assert.ok(isAllergic(['Penicillin'], 'PENICILLIN')));

test('another substance is no allergy', () => assert.ok(!isAllergic(['Penicillin'], 'Paracetamol')));
