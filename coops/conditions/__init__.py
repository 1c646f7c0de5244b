"""The tier conditions of a year as versioned figures: workbook, check, and the rule sets that
follow from a signed version."""
