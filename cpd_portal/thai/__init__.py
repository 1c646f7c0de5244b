"""Pure functions for Thai text: dates, fiscal years, digits, money in words, sorting, search."""
