'use strict';

/** Dose in milligrams for a child, by weight, never above the adult dose; rounded down to what a syringe can measure. */
function childDose(milligramsPerKilogram, kilograms, adultMilligrams) {
  if (!(kilograms > 0)) throw new RangeError('a weight is above zero');
  const dose = Math.min(milligramsPerKilogram * kilograms, adultMilligrams);
  return Math.floor(dose * 10) / 10;
}

/** True when a recorded allergy names the substance, whatever the letter case. */
function isAllergic(allergies, substance) {
  return allergies.some((allergy) => allergy.toLowerCase() === substance.toLowerCase());
}

module.exports = { childDose, isAllergic };
